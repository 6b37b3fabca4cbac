package dev.meso.api.record;

/**
 * Proof of freshness: its writer has caught up when it sees this value on its own watch.
 *
 * @param controller the controller's name
 * @param sequence grows with every write of this process
 */
public record Barrier(String controller, long sequence) {}
