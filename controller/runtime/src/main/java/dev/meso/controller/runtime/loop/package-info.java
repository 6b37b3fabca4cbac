/** The decision loop: feeds the core from the watch cache and commits what it plans. */
@NullMarked
package dev.meso.controller.runtime.loop;

import org.jspecify.annotations.NullMarked;
