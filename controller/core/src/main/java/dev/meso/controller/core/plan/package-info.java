/**
 * What a decision is made of: guarded writes, what was not done and why, and when to look again.
 */
@NullMarked
package dev.meso.controller.core.plan;

import org.jspecify.annotations.NullMarked;
