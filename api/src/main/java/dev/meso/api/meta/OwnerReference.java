package dev.meso.api.meta;

import org.jspecify.annotations.Nullable;

/**
 * Names the object that owns another one.
 *
 * @param controller whether the owner is the one that manages the object
 * @param blockOwnerDeletion kept for clients that set it
 */
public record OwnerReference(
    String apiVersion,
    String kind,
    String name,
    String uid,
    @Nullable Boolean controller,
    @Nullable Boolean blockOwnerDeletion) {}
