/**
 * The invariants of a cluster, checked from outside: from the keys, from what the store applied,
 * and from the processes that really ran. Shares no code with what it checks; it knows the store's
 * port and JSON, and has a small model of its own.
 */
@org.jspecify.annotations.NullMarked
package dev.meso.simulation.check;
