package dev.meso.controller.apiserver.status;

import dev.meso.api.codec.FieldError;
import dev.meso.api.kind.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered with a failure. Thrown by whatever finds out, written by the HTTP edge
 * alone; immutable.
 */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;
  private final transient @Nullable Kind kind;
  private final @Nullable String name;
  private final transient List<Cause> causes;
  private final transient @Nullable Duration retryAfter;
  private final @Nullable String continueToken;

  private ApiError(
      Reason reason,
      String message,
      @Nullable Kind kind,
      @Nullable String name,
      List<Cause> causes,
      @Nullable Duration retryAfter,
      @Nullable String continueToken) {
    super(message, null, false, false);
    this.reason = reason;
    this.kind = kind;
    this.name = name;
    this.causes = List.copyOf(causes);
    this.retryAfter = retryAfter;
    this.continueToken = continueToken;
  }

  /** An error that speaks of no object. */
  public static ApiError of(Reason reason, String message) {
    return new ApiError(reason, message, null, null, List.of(), null, null);
  }

  /** A request that makes no sense. */
  public static ApiError badRequest(String message) {
    return of(Reason.BAD_REQUEST, message);
  }

  /** An object that does not exist. */
  public static ApiError notFound(Kind kind, String name) {
    return of(Reason.NOT_FOUND, resource(kind) + " \"" + name + "\" not found").about(kind, name);
  }

  /** An object whose fields are wrong: 422 with a cause for every field. */
  public static ApiError invalid(Kind kind, @Nullable String name, List<FieldError> errors) {
    List<Cause> causes =
        errors.stream().map(e -> new Cause(e.path(), e.message(), Cause.FIELD_INVALID)).toList();
    return of(
            Reason.INVALID,
            kind.kindName()
                + " \""
                + (name == null ? "" : name)
                + "\" is invalid: "
                + joined(errors))
        .about(kind, name)
        .because(causes);
  }

  /** A write that came too late. */
  public static ApiError conflict(Kind kind, String name, String why) {
    return of(
            Reason.CONFLICT,
            "Operation cannot be fulfilled on " + resource(kind) + " \"" + name + "\": " + why)
        .about(kind, name);
  }

  /** The same error, about an object or a kind. */
  public ApiError about(Kind other, @Nullable String otherName) {
    return new ApiError(reason, text(), other, otherName, causes, retryAfter, continueToken);
  }

  /** The same error with these causes. */
  public ApiError because(List<Cause> others) {
    return new ApiError(reason, text(), kind, name, others, retryAfter, continueToken);
  }

  /** The same error with advice when to try again; whole seconds, at least one. */
  public ApiError retryAfter(Duration delay) {
    return new ApiError(reason, text(), kind, name, causes, delay, continueToken);
  }

  /** The same error with the token under which a list can go on in the newest state. */
  public ApiError continueWith(String token) {
    return new ApiError(reason, text(), kind, name, causes, retryAfter, token);
  }

  /** As Kubernetes names a kind in messages: {@code apps.meso.dev}. */
  public static String resource(Kind kind) {
    return kind.group().isEmpty() ? kind.plural() : kind.plural() + "." + kind.group();
  }

  /** {@code path: message} of every error, comma-separated. */
  public static String joined(List<FieldError> errors) {
    return String.join(
        ", ",
        errors.stream()
            .map(e -> e.path().isEmpty() ? e.message() : e.path() + ": " + e.message())
            .toList());
  }

  public Reason reason() {
    return reason;
  }

  public Optional<String> continueToken() {
    return Optional.ofNullable(continueToken);
  }

  public Optional<Kind> kind() {
    return Optional.ofNullable(kind);
  }

  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  public List<Cause> causes() {
    return causes;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  private String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
