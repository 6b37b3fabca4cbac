package dev.meso.store.port;

/**
 * What to watch.
 *
 * @param prefix every key that starts with it
 * @param fromRevision the first revision to hear of; 0 for whatever comes next
 */
public record WatchRequest(String prefix, long fromRevision) {}
