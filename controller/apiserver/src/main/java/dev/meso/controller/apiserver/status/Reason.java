package dev.meso.controller.apiserver.status;

/** Why a request failed, in the words that Kubernetes clients decide by, with its HTTP code. */
public enum Reason {
  BAD_REQUEST("BadRequest", 400),
  FORBIDDEN("Forbidden", 403),
  NOT_FOUND("NotFound", 404),
  UNAUTHORIZED("Unauthorized", 401),
  METHOD_NOT_ALLOWED("MethodNotAllowed", 405),
  ALREADY_EXISTS("AlreadyExists", 409),
  CONFLICT("Conflict", 409),
  EXPIRED("Expired", 410),
  TOO_LARGE("RequestEntityTooLarge", 413),
  UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", 415),
  INVALID("Invalid", 422),
  TOO_MANY_REQUESTS("TooManyRequests", 429),
  INTERNAL_ERROR("InternalError", 500),
  UNAVAILABLE("ServiceUnavailable", 503),
  TIMEOUT("Timeout", 504);

  private final String word;
  private final int code;

  Reason(String word, int code) {
    this.word = word;
    this.code = code;
  }

  /** As it stands in a Status. */
  public String word() {
    return word;
  }

  /** The HTTP status code. */
  public int code() {
    return code;
  }
}
