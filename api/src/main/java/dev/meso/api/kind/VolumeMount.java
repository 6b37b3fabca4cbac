package dev.meso.api.kind;

/**
 * Where a container finds a volume of its task.
 *
 * @param name of the volume in the task's {@code volumes}
 * @param mountPath where it is in the sandbox: a relative path without {@code ..}. The process
 *     driver has no file systems of its own and makes a symbolic link there
 */
public record VolumeMount(String name, String mountPath) {}
