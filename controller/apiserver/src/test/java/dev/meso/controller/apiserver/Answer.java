package dev.meso.controller.apiserver;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer, as tests look at it. */
record Answer(int code, String body, HttpHeaders headers) {
  private static final JsonMapper MAPPER = new JsonMapper();

  JsonNode json() {
    return MAPPER.readTree(body);
  }

  /** A field by path, for instance {@code metadata.uid}; empty if it is absent. */
  String at(String path) {
    return json().at("/" + path.replace('.', '/')).asString("");
  }

  String reason() {
    return at("reason");
  }

  String message() {
    return at("message");
  }

  long revision() {
    return Long.parseLong(at("metadata.resourceVersion"));
  }
}
