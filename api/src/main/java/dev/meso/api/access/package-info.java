/** What clients show and want to see of a server: certificates, keys, and the file they are in. */
@NullMarked
package dev.meso.api.access;

import org.jspecify.annotations.NullMarked;
