@NullMarked
package dev.meso.agent;

import org.jspecify.annotations.NullMarked;
