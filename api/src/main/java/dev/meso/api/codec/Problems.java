package dev.meso.api.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The errors of a text, up to {@link InvalidInput#ERRORS_MAX}. */
final class Problems {
  private final String source;
  private final List<FieldError> errors = new ArrayList<>();
  private int document;
  private int dropped;

  Problems(String source) {
    this.source = source;
  }

  /** What follows is about this document; 0 if there is only one. */
  void inDocument(int number) {
    document = number;
  }

  /** Adds what was expected where {@code found} stands. */
  void add(String path, String expected, Tree found) {
    add(path, expected + ", found " + found.described(), found.line());
  }

  void add(String path, String message, @Nullable Integer line) {
    if (errors.size() == InvalidInput.ERRORS_MAX) {
      dropped++;
      return;
    }
    errors.add(
        new FieldError(
            path, message, new FieldError.Where(source, document, line == null ? 0 : line)));
  }

  void addRepeated(String path, Tree.Obj object) {
    for (Tree.Repeated repeated : object.repeated()) {
      add(
          Walker.child(path, repeated.key()),
          "expected once, found again; first in line " + repeated.firstLine(),
          repeated.line());
    }
  }

  int count() {
    return errors.size() + dropped;
  }

  private FieldError.Where where(FieldError error) {
    return Objects.requireNonNullElseGet(
        error.where(), () -> new FieldError.Where(source, document, 0));
  }

  /** Refuses the text if anything is wrong with it, with the errors in its order. */
  void throwIfAny() {
    if (errors.isEmpty()) {
      return;
    }
    errors.sort(
        Comparator.comparingInt((FieldError error) -> where(error).document())
            .thenComparingInt(error -> where(error).line()));
    if (dropped > 0) {
      errors.add(new FieldError("", dropped + " more errors are not shown"));
    }
    throw new InvalidInput(errors);
  }
}
