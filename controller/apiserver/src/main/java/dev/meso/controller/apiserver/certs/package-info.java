/** Makes the certificates of servers and users. */
@NullMarked
package dev.meso.controller.apiserver.certs;

import org.jspecify.annotations.NullMarked;
