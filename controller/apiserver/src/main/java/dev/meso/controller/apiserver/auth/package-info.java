/** Who asks: certificates, tokens, and what is known of a caller. */
@NullMarked
package dev.meso.controller.apiserver.auth;

import org.jspecify.annotations.NullMarked;
