@NullMarked
package dev.meso.agent.http;

import org.jspecify.annotations.NullMarked;
