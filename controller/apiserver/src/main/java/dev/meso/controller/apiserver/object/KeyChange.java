package dev.meso.controller.apiserver.object;

import dev.meso.store.port.Entry;
import org.jspecify.annotations.Nullable;

/**
 * One key changed.
 *
 * @param entry its new value; absent when it was deleted
 */
public record KeyChange(String key, @Nullable Entry entry) {}
