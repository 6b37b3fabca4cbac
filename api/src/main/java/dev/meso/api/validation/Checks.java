package dev.meso.api.validation;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.InvalidInput;
import dev.meso.api.text.Near;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects errors, up to {@link InvalidInput#ERRORS_MAX}, in the order in which they are found. */
final class Checks {
  private final List<FieldError> errors = new ArrayList<>();

  List<FieldError> errors() {
    return List.copyOf(errors);
  }

  void add(String path, String message) {
    if (errors.size() < InvalidInput.ERRORS_MAX) {
      errors.add(new FieldError(path, message));
    }
  }

  void add(String path, Optional<String> problem) {
    problem.ifPresent(message -> add(path, message));
  }

  /** A number within bounds; an absent one has a default or none is needed. */
  void range(String path, @Nullable Number value, long min, long max) {
    if (value != null && (value.longValue() < min || value.longValue() > max)) {
      add(path, "expected a number from " + min + " to " + max + ", found " + value);
    }
  }

  void count(String path, int count, int max) {
    if (count > max) {
      add(path, "expected at most " + max + " entries, found " + count);
    }
  }

  void oneOf(String path, @Nullable String value, List<String> known) {
    if (value != null && !known.contains(value)) {
      add(
          path,
          "expected "
              + (known.size() == 1 ? "" : "one of ")
              + String.join(", ", known)
              + ", found '"
              + clip(value)
              + "'"
              + Near.hint(value, known));
    }
  }

  void absent(String path, @Nullable Object value, String why) {
    if (value != null) {
      add(path, "expected nothing, found '" + clip(value.toString()) + "'; " + why);
    }
  }

  /** Text that the operating system takes: no NUL, not too long. */
  void systemText(String path, String text, int bytesMax) {
    if (text.indexOf('\0') >= 0) {
      add(path, "expected text without the character U+0000, found one");
    }
    int bytes = bytes(text);
    if (bytes > bytesMax) {
      add(path, "expected at most " + bytesMax + " bytes, found " + bytes);
    }
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  static String clip(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
