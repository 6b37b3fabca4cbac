package dev.meso.system.chaos;

import dev.meso.system.ApiClient;
import java.util.Optional;

/**
 * What an answer means for the object that was asked about.
 *
 * @param answer if there was one
 */
record Outcome(Kind kind, Optional<ApiClient.Answer> answer) {

  /** Kinds of answers. */
  enum Kind {
    /** 2xx: a promise. */
    ACKNOWLEDGED,
    /** 404. */
    NOT_FOUND,
    /** 409. */
    CONFLICT,
    /** Not sent at all, or a server that says that nothing was written. */
    NOTHING_DONE,
    /** No answer, or one that leaves it open. */
    UNKNOWN,
    /** Anything else: the load sends nothing that may be answered so. */
    UNEXPECTED
  }

  static Outcome of(ApiClient.Answer answer) {
    int status = answer.status();
    Kind kind;
    if (status >= 200 && status < 300) {
      kind = Kind.ACKNOWLEDGED;
    } else if (status == 404) {
      kind = Kind.NOT_FOUND;
    } else if (status == 409) {
      kind = Kind.CONFLICT;
    } else if (status == ApiClient.NOT_SENT
        || (status == 503 && answer.text("/message").contains("nothing was written"))) {
      kind = Kind.NOTHING_DONE;
    } else if (status == ApiClient.NONE || status == 503 || status == 504) {
      kind = Kind.UNKNOWN;
    } else {
      kind = Kind.UNEXPECTED;
    }
    return new Outcome(kind, Optional.of(answer));
  }

  String uid() {
    return answer.map(found -> found.text("/metadata/uid")).orElse("");
  }

  String words() {
    return answer.map(found -> found.status() + " " + found.text("/message")).orElse("no answer");
  }
}
