@NullMarked
package dev.meso.agent.launch;

import org.jspecify.annotations.NullMarked;
