/** How people name things: kinds, KIND/NAME, quantities, and what they may have meant. */
@NullMarked
package dev.meso.cli.naming;

import org.jspecify.annotations.NullMarked;
