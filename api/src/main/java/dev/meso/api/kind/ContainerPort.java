package dev.meso.api.kind;

import org.jspecify.annotations.Nullable;

/**
 * A port of the machine that a container listens on.
 *
 * @param name unique in the task; a DNS label of at most 15 characters
 * @param hostPort the port, 1 to 65535; chosen by the controller from the agent's range unless said
 */
public record ContainerPort(String name, @Nullable Integer hostPort) {}
