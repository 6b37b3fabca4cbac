package dev.meso.api.meta;

import org.jspecify.annotations.Nullable;

/**
 * Names the object that owns another one.
 *
 * @param apiVersion group and version of the owner
 * @param kind kind of the owner
 * @param name name of the owner
 * @param uid uid of the owner
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
