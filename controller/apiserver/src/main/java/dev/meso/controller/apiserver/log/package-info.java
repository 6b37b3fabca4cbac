/** Logs of tasks, proxied from their agents. */
@NullMarked
package dev.meso.controller.apiserver.log;

import org.jspecify.annotations.NullMarked;
