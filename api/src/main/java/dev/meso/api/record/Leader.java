package dev.meso.api.record;

import java.time.Instant;

/**
 * Who leads, kept under the leader's lease. The create revision of its key is the leader's fencing
 * token.
 *
 * @param controller the controller's name
 * @param url of its API
 * @param since when it was elected
 */
public record Leader(String controller, String url, Instant since) {}
