@NullMarked
package dev.meso.controller.runtime.loop;

import org.jspecify.annotations.NullMarked;
