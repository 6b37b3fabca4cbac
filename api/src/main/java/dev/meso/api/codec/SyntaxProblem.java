package dev.meso.api.codec;

/** A text that cannot be read further. Becomes a {@link FieldError}. */
final class SyntaxProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;

  SyntaxProblem(String message, int line) {
    super(message);
    this.line = line;
  }

  int line() {
    return line;
  }
}
