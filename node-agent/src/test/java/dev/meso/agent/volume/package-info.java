@NullMarked
package dev.meso.agent.volume;

import org.jspecify.annotations.NullMarked;
