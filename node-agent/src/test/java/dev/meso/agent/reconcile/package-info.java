@NullMarked
package dev.meso.agent.reconcile;

import org.jspecify.annotations.NullMarked;
