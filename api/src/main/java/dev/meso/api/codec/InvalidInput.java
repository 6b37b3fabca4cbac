package dev.meso.api.codec;

import java.util.List;
import java.util.stream.Collectors;

/** What a user said cannot be accepted; the user can mend it. Holds every error that was found. */
public final class InvalidInput extends RuntimeException {

  /** Errors that are collected before reading stops. */
  public static final int ERRORS_MAX = 50;

  private static final long serialVersionUID = 1;

  private final transient List<FieldError> errors;

  /** Refuses what has these errors, at least one. */
  public InvalidInput(List<FieldError> errors) {
    super(errors.stream().map(FieldError::toString).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
  }

  /** The errors in the order of the text. */
  public List<FieldError> errors() {
    return errors;
  }
}
