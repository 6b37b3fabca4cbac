/** What a write of several objects would change, and what would come of it; nothing is written. */
@NullMarked
package dev.meso.controller.apiserver.plan;

import org.jspecify.annotations.NullMarked;
