@NullMarked
package dev.meso.agent.machine;

import org.jspecify.annotations.NullMarked;
