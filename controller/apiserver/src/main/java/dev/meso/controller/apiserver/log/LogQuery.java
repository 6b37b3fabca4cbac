package dev.meso.controller.apiserver.log;

import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which part of which log is wanted.
 *
 * @param attempt from 1; the newest that has a place unless said
 */
record LogQuery(
    Optional<String> container,
    String stream,
    boolean follow,
    OptionalLong tailLines,
    OptionalLong attempt) {

  static LogQuery of(Params query) {
    String stream = query.text("stream").orElse("stdout");
    if (!stream.equals("stdout") && !stream.equals("stderr")) {
      throw ApiError.badRequest("stream: expected stdout or stderr, found '" + stream + "'");
    }
    OptionalLong attempt = query.number("attempt");
    if (attempt.isPresent() && attempt.getAsLong() == 0) {
      throw ApiError.badRequest("attempt: expected a number from 1 on, found 0");
    }
    return new LogQuery(
        query.text("container"), stream, query.flag("follow"), query.number("tailLines"), attempt);
  }
}
