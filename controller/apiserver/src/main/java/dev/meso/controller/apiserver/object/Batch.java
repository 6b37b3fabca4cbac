package dev.meso.controller.apiserver.object;

import java.util.List;

/**
 * What a watcher gets at once.
 *
 * @param events the next ones, in order; may be empty
 * @param revision everything up to here has been handed out with this batch; only valid if {@code
 *     caughtUp}
 * @param caughtUp whether no further event was there
 */
public record Batch(List<ObjectEvent> events, long revision, boolean caughtUp) {}
