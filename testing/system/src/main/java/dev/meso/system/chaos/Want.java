package dev.meso.system.chaos;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a user asked of one object.
 *
 * @param mark of the template: a word that no other template of the run has, in the environment of
 *     its tasks
 * @param count replicas of an App, completions of a Job
 */
record Want(String mark, int count) {

  /** Reads it from an object. */
  static Optional<Want> of(JsonNode object) {
    String mark = object.at("/spec/template/spec/containers/0/env/0/value").asString("");
    int count = object.at("/spec/replicas").asInt(object.at("/spec/completions").asInt(-1));
    return mark.isEmpty() || count < 0 ? Optional.empty() : Optional.of(new Want(mark, count));
  }
}
