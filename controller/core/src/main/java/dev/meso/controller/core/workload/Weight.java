package dev.meso.controller.core.workload;

import dev.meso.api.kind.Container;
import dev.meso.api.kind.EnvVar;
import dev.meso.api.kind.TaskSpec;

/** Estimates how many bytes a spec takes in the store, rather too many. */
final class Weight {
  /** Names, quotes and brackets around a value. */
  private static final long FRAME = 96;

  /** A character takes at most six bytes in JSON. */
  private static final long BYTES_PER_CHARACTER_MAX = 6;

  private Weight() {}

  static long of(TaskSpec spec) {
    long bytes = FRAME;
    for (var selector : spec.nodeSelector().entrySet()) {
      bytes += text(selector.getKey()) + text(selector.getValue());
    }
    for (Container container : spec.containers()) {
      bytes += FRAME * 4 + FRAME * container.ports().size();
      for (String word : container.command()) {
        bytes += text(word);
      }
      for (String word : container.args()) {
        bytes += text(word);
      }
      for (EnvVar variable : container.env()) {
        String value = variable.value();
        bytes += text(variable.name()) + (value == null ? 0 : text(value));
      }
    }
    return bytes;
  }

  private static long text(String text) {
    long bytes = FRAME;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c >= ' ' && c < 127 && c != '"' && c != '\\' ? 1 : BYTES_PER_CHARACTER_MAX;
    }
    return bytes;
  }
}
