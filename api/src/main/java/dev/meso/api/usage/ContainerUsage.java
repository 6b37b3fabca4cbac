package dev.meso.api.usage;

/**
 * What the processes of one container used.
 *
 * @param cpuMillis processors that they kept busy on the average, in thousandths; what a process
 *     used that began and ended within the window is missing
 * @param memoryBytes the sum of their resident sets; pages that they share count for each
 */
public record ContainerUsage(
    String taskUid, long attempt, String container, long cpuMillis, long memoryBytes) {}
