package dev.meso.controller.apiserver.write;

import dev.meso.api.kind.Limits;
import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.object.Propagation;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an object is to be deleted. What Kubernetes clients send and what means nothing here is
 * accepted; what cannot be done is refused.
 *
 * @param graceSeconds overrides the grace period of the tasks
 * @param uid the object must have it
 * @param resourceVersion the object must have it
 * @param propagation what becomes of its dependents; without one, what its finalizers say
 */
record DeleteOptions(
    OptionalLong graceSeconds,
    Optional<String> uid,
    Optional<String> resourceVersion,
    Optional<Propagation> propagation,
    boolean dryRun) {

  /** Seconds of a grace period at most, as in specs. */
  static final long GRACE_SECONDS_MAX = Limits.GRACE_PERIOD_SECONDS_MAX;

  /** Nothing but the wish. */
  static final DeleteOptions PLAIN =
      new DeleteOptions(
          OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

  /** The body's word goes before the query's. */
  static DeleteOptions of(ObjectNode body, Params query) {
    kind(body);
    Optional<String> uid = Optional.empty();
    Optional<String> resourceVersion = Optional.empty();
    JsonNode preconditions = body.get("preconditions");
    if (preconditions instanceof ObjectNode object) {
      uid = text(object, "uid");
      resourceVersion = text(object, "resourceVersion");
    } else if (preconditions != null && !preconditions.isNull()) {
      throw ApiError.badRequest("Body: preconditions: expected an object");
    }
    return new DeleteOptions(
        grace(body, query), uid, resourceVersion, propagation(body, query), dryRun(body, query));
  }

  /** The same for an object of another uid. */
  DeleteOptions withUid(String other) {
    return new DeleteOptions(
        graceSeconds, Optional.of(other), resourceVersion, propagation, dryRun);
  }

  /** The same with this word about dependents. */
  DeleteOptions withPropagation(Propagation other) {
    return new DeleteOptions(graceSeconds, uid, resourceVersion, Optional.of(other), dryRun);
  }

  /** The finalizers that an object has once it is deleted so. */
  List<String> finalizers(List<String> before) {
    return propagation.map(p -> p.finalizers(before)).orElse(before);
  }

  private static Optional<Propagation> propagation(ObjectNode body, Params query) {
    Optional<String> word =
        text(body, "propagationPolicy").or(() -> query.text("propagationPolicy"));
    Optional<Boolean> orphan =
        orphan(body)
            .or(() -> query.text("orphanDependents").map(_ -> query.flag("orphanDependents")));
    if (orphan.isPresent()) {
      if (word.isPresent()) {
        throw ApiError.of(
            Reason.INVALID,
            "propagationPolicy: expected nothing beside orphanDependents, found " + word.get());
      }
      return Optional.of(orphan.get() ? Propagation.ORPHAN : Propagation.BACKGROUND);
    }
    return word.map(
        w ->
            Propagation.ofWord(w)
                .orElseThrow(
                    () ->
                        ApiError.of(
                            Reason.INVALID,
                            "propagationPolicy: expected Background, Foreground or Orphan, found '"
                                + w
                                + "'")));
  }

  private static Optional<Boolean> orphan(ObjectNode body) {
    JsonNode given = body.get("orphanDependents");
    if (given == null || given.isNull()) {
      return Optional.empty();
    }
    if (!given.isBoolean()) {
      throw ApiError.badRequest("Body: orphanDependents: expected true or false");
    }
    return Optional.of(given.asBoolean());
  }

  private static void kind(ObjectNode body) {
    Optional<String> kind = text(body, "kind");
    if (kind.isPresent() && !kind.get().equals("DeleteOptions")) {
      throw ApiError.badRequest("Body: kind: expected DeleteOptions, found " + kind.get());
    }
  }

  private static OptionalLong grace(ObjectNode body, Params query) {
    JsonNode given = body.get("gracePeriodSeconds");
    OptionalLong seconds = query.number("gracePeriodSeconds");
    if (given != null && !given.isNull()) {
      if (!given.isIntegralNumber() || !given.canConvertToLong()) {
        throw ApiError.badRequest("Body: gracePeriodSeconds: expected a whole number of seconds");
      }
      seconds = OptionalLong.of(given.asLong());
    }
    if (seconds.isPresent()
        && (seconds.getAsLong() < 0 || seconds.getAsLong() > GRACE_SECONDS_MAX)) {
      throw ApiError.badRequest(
          "gracePeriodSeconds: expected 0 to "
              + GRACE_SECONDS_MAX
              + " seconds, found "
              + seconds.getAsLong());
    }
    return seconds;
  }

  private static boolean dryRun(ObjectNode body, Params query) {
    JsonNode given = body.get("dryRun");
    if (given == null || given.isNull()) {
      return dryRun(query.all("dryRun"));
    }
    if (!given.isArray()) {
      throw ApiError.badRequest("Body: dryRun: expected a list");
    }
    return dryRun(given.valueStream().map(JsonNode::asString).toList());
  }

  /** Whether a request is only to be tried. */
  static boolean dryRun(List<String> values) {
    for (String value : values) {
      if (!value.equals("All")) {
        throw ApiError.badRequest("dryRun: expected All, found '" + value + "'");
      }
    }
    return !values.isEmpty();
  }

  private static Optional<String> text(ObjectNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw ApiError.badRequest("Body: " + field + ": expected a text");
    }
    return Optional.of(value.asString()).filter(t -> !t.isEmpty());
  }
}
