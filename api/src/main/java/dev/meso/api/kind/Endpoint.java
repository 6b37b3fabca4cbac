package dev.meso.api.kind;

/**
 * Where one port of a running task is.
 *
 * @param task the task's name
 * @param name the port's name in the spec
 * @param host the address that its agent gave
 * @param port the host port, 1 to 65535
 */
public record Endpoint(String task, String name, String host, int port) {}
