package dev.meso.api.kind;

/** A namespace has nothing to set. */
public record NamespaceSpec() {}
