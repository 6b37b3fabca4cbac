/** Reading, listing and watching objects. */
@NullMarked
package dev.meso.controller.apiserver.read;

import org.jspecify.annotations.NullMarked;
