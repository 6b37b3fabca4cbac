/** What a run is made of, as data: cluster, faults, users and when. Drawn from a seed. */
@org.jspecify.annotations.NullMarked
package dev.meso.simulation.scenario;
