@NullMarked
package dev.meso.agent.runtime;

import org.jspecify.annotations.NullMarked;
