package dev.meso.controller.apiserver.object;

import java.util.List;

/**
 * Objects of one kind, sorted by namespace and name.
 *
 * @param revision at which the list is consistent
 */
public record Listing(List<StoredObject> objects, long revision) {}
