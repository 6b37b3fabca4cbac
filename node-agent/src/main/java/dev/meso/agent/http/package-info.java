/** The agent's own HTTP API: logs and files of attempts. */
@NullMarked
package dev.meso.agent.http;

import org.jspecify.annotations.NullMarked;
