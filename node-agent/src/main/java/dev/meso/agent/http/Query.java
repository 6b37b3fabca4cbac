package dev.meso.agent.http;

import dev.meso.agent.reconcile.UniqueAttempt;
import dev.meso.agent.sandbox.AttemptRef;
import dev.meso.api.record.AttemptId;
import io.vertx.ext.web.RoutingContext;
import java.util.OptionalLong;

/** Reads the parts of a request, and refuses what makes no sense with its name. */
final class Query {
  private final RoutingContext context;

  Query(RoutingContext context) {
    this.context = context;
  }

  AttemptId attempt() throws HttpProblem {
    String number = path("attempt");
    if (!number.matches("[1-9][0-9]{0,14}")) {
      throw new HttpProblem(400, "attempt: expected a number from 1, found '" + number + "'");
    }
    AttemptId id = new AttemptId(path("ns"), path("task"), Long.parseLong(number));
    // Says whether the names are names; the uid is only there to have one.
    checked(() -> new AttemptRef(id.namespace(), id.task(), "uid", id.attempt()));
    return id;
  }

  /** The task's uid, or its beginning; empty for any. */
  String uid() throws HttpProblem {
    String uid = text("uid");
    if (!uid.isEmpty()) {
      checked(() -> new AttemptRef("n", "t", uid, 1));
    }
    return uid;
  }

  String container(AttemptId id) throws HttpProblem {
    String name = path("container");
    checked(() -> new UniqueAttempt(id, "uid").container(name, 0));
    return name;
  }

  String path(String name) {
    String value = context.pathParam(name);
    return value == null ? "" : value;
  }

  String text(String name) {
    String value = context.request().getParam(name);
    return value == null ? "" : value;
  }

  boolean flag(String name) throws HttpProblem {
    String value = text(name);
    return switch (value) {
      case "", "false" -> false;
      case "true" -> true;
      default ->
          throw new HttpProblem(400, name + ": expected true or false, found '" + value + "'");
    };
  }

  OptionalLong number(String name) throws HttpProblem {
    String value = text(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!value.matches("[0-9]{1,18}")) {
      throw new HttpProblem(400, name + ": expected a number from 0, found '" + value + "'");
    }
    return OptionalLong.of(Long.parseLong(value));
  }

  private static void checked(Runnable check) throws HttpProblem {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw new HttpProblem(400, String.valueOf(e.getMessage()));
    }
  }
}
