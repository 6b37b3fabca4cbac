/** What URLs name: the kinds, and other shapes in which they are shown. */
@NullMarked
package dev.meso.controller.apiserver.resource;

import org.jspecify.annotations.NullMarked;
