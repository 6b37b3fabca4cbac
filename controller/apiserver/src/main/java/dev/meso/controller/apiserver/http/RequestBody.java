package dev.meso.controller.apiserver.http;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.controller.apiserver.protobuf.ProtobufBody;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a client sent. Every fault is a 400 or a 415 that says what was expected. Pure. */
public final class RequestBody {
  private RequestBody() {}

  /** Whether a body is JSON, or becomes JSON before anything else looks at it. */
  public static boolean isJson(ApiRequest request) {
    String type = request.mediaType();
    return type.isEmpty() || type.equals(Reply.JSON) || type.equals(ProtobufBody.MEDIA_TYPE);
  }

  /** The text of a body; that of typed Go clients, which send protobuf, as JSON. */
  public static String text(ApiRequest request) {
    if (!request.body().hasRemaining()) {
      throw ApiError.badRequest("Body: expected an object, found nothing");
    }
    if (request.mediaType().equals(ProtobufBody.MEDIA_TYPE)) {
      return ProtobufBody.json(request.mediaType(), request.body());
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(request.body().duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw ApiError.badRequest("Body: expected UTF-8");
    }
  }

  /** The JSON object in a body. */
  public static ObjectNode object(ApiRequest request) {
    if (!isJson(request)) {
      throw mediaType(request, Reply.JSON);
    }
    return object(text(request));
  }

  /** A JSON object. */
  public static ObjectNode object(String text) {
    try {
      return Json.readTree(text);
    } catch (MalformedRecord e) {
      throw ApiError.badRequest("Body: " + e.getMessage());
    }
  }

  /** A body of another type than it should be. */
  public static ApiError mediaType(ApiRequest request, String expected) {
    return ApiError.of(
        Reason.UNSUPPORTED_MEDIA_TYPE,
        "Content-Type: expected "
            + expected
            + ", found '"
            + request.header("Content-Type").orElse("")
            + "'");
  }
}
