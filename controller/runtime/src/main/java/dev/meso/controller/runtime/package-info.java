@NullMarked
package dev.meso.controller.runtime;

import org.jspecify.annotations.NullMarked;
