package dev.meso.controller.apiserver.http;

import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.controller.apiserver.status.StatusBody;
import java.util.List;

/** An answer as a value. */
public sealed interface Reply {

  String JSON = "application/json";
  String TEXT = "text/plain; charset=utf-8";

  /**
   * A whole body.
   *
   * @param warnings texts for {@code Warning} headers, which kubectl prints
   * @param headers further ones
   */
  record Whole(
      int code, String contentType, String body, List<String> warnings, List<Header> headers)
      implements Reply {
    public Whole {
      warnings = List.copyOf(warnings);
      headers = List.copyOf(headers);
    }
  }

  /** A body that is written piece by piece, with code 200; the head is sent at once. */
  record Streamed(String contentType, Writer writer) implements Reply {}

  /** One header. */
  record Header(String name, String value) {}

  /** Writes a streamed body. Runs on a thread of its own, interrupted when the client leaves. */
  @FunctionalInterface
  interface Writer {
    void write(Sink sink) throws InterruptedException, Sink.ClientGone;
  }

  static Reply json(int code, String body) {
    return new Whole(code, JSON, body, List.of(), List.of());
  }

  static Reply text(int code, String body) {
    return new Whole(code, TEXT, body, List.of(), List.of());
  }

  /** The Status of a failure; with {@code Retry-After} where trying again makes sense. */
  static Reply failure(ApiError error) {
    List<Header> headers =
        error
            .retryAfter()
            .map(d -> List.of(new Header("Retry-After", Long.toString(StatusBody.seconds(d)))))
            .orElse(List.of());
    return new Whole(error.reason().code(), JSON, StatusBody.failure(error), List.of(), headers);
  }

  /** The HTTP code that will be sent. */
  default int statusCode() {
    return switch (this) {
      case Whole whole -> whole.code();
      case Streamed _ -> 200;
    };
  }

  /** A failure that is our fault; the id is in the log. */
  static Reply fault(String id) {
    return failure(
        ApiError.of(
            Reason.INTERNAL_ERROR,
            "The server failed on this request; its log says why under id " + id));
  }
}
