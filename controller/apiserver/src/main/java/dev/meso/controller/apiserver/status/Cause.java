package dev.meso.controller.apiserver.status;

import org.jspecify.annotations.Nullable;

/**
 * One of the things that were wrong with a request.
 *
 * @param field path in the object, for instance {@code spec.replicas}; absent if no field is to
 *     blame
 * @param message what was expected and found
 * @param reason a CamelCase word for programs
 */
public record Cause(@Nullable String field, String message, String reason) {

  public static final String FIELD_INVALID = "FieldValueInvalid";
  public static final String FIELD_FORBIDDEN = "FieldValueForbidden";
  public static final String REVISION_TOO_LARGE = "ResourceVersionTooLarge";
}
