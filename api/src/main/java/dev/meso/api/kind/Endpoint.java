package dev.meso.api.kind;

/**
 * Where one port of a running task is.
 *
 * @param task name of the task
 * @param name name of the port in the spec
 * @param host the address that its agent gave
 * @param port the host port, 1 to 65535
 */
public record Endpoint(String task, String name, String host, int port) {}
