package dev.meso.api.kind;

import org.jspecify.annotations.Nullable;

/**
 * What a namespace is observed to be.
 *
 * @param phase {@code Active} or {@code Terminating}
 */
public record NamespaceStatus(@Nullable String phase) {}
