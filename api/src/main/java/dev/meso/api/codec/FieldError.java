package dev.meso.api.codec;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with what a user said.
 *
 * @param path of the field, for instance {@code spec.template.spec.containers[0].command}; empty
 *     for the whole document
 * @param message what was expected and what was found
 * @param where the place in the text, where there is one
 */
public record FieldError(String path, String message, @Nullable Where where) {

  /** An error that has no place in a text. */
  public FieldError(String path, String message) {
    this(path, message, null);
  }

  /**
   * A place in a text.
   *
   * @param source the file's name, as it was given
   * @param document which of its documents, from 1; 0 where it has only one
   * @param line from 1; 0 where it is not known
   */
  public record Where(String source, int document, int line) {
    @Override
    public String toString() {
      return source
          + (document > 0 ? ", document " + document : "")
          + (line > 0 ? ", line " + line : "");
    }
  }

  /** Place, path and message in one line. */
  @Override
  public String toString() {
    return (where == null ? "" : where + ": ") + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
