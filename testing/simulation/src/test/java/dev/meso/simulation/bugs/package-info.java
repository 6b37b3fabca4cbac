@org.jspecify.annotations.NullMarked
package dev.meso.simulation.bugs;
