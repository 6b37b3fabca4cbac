package dev.meso.api.kind;

import org.jspecify.annotations.Nullable;

/**
 * One environment variable.
 *
 * @param name name of the variable: letters, digits and underscores, not starting with a digit
 * @param value value of the variable; empty unless said
 */
public record EnvVar(String name, @Nullable String value) {}
