@NullMarked
package dev.meso.testkit;

import org.jspecify.annotations.NullMarked;
