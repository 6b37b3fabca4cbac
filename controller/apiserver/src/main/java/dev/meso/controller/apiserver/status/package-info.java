/** What clients are told when something did not work: Kubernetes Status bodies. */
@NullMarked
package dev.meso.controller.apiserver.status;

import org.jspecify.annotations.NullMarked;
