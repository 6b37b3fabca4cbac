package dev.meso.simulation.scenario;

/** Something that happens in a run because its scenario says so. */
public sealed interface Deed permits Fault, Wish {}
