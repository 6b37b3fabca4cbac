/** What an agent is observed to be, and when its tasks may be replaced. */
@NullMarked
package dev.meso.controller.core.agent;

import org.jspecify.annotations.NullMarked;
