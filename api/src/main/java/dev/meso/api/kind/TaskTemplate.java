package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * What tasks are made from.
 *
 * @param metadata labels and annotations of the tasks; nothing else may be set
 * @param spec what each task should be
 */
public record TaskTemplate(@Nullable ObjectMeta metadata, TaskSpec spec) {}
