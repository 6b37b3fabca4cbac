@NullMarked
package dev.meso.controller.core;

import org.jspecify.annotations.NullMarked;
