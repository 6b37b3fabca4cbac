/** What machines and tasks use, asked of the agents when somebody wants to know. */
@NullMarked
package dev.meso.controller.apiserver.usage;

import org.jspecify.annotations.NullMarked;
