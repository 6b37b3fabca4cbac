package dev.meso.controller.apiserver.protobuf;

import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.nio.ByteBuffer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a Kubernetes protobuf body into the JSON of the same object, for the few kinds that typed
 * clients send to this server. How deep it goes is bounded by the table of fields, its length by
 * the body's, and the number of values by {@link #VALUES_MAX}.
 */
public final class ProtobufBody {
  public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  /** Fields of a body at most, those that nobody reads included. */
  static final int VALUES_MAX = 10_000;

  /** What such a body begins with: k8s and a zero byte. */
  private static final int MAGIC = 0x6b387300;

  private int values;

  private ProtobufBody() {}

  /**
   * The object as JSON.
   *
   * @param mediaType without parameters
   * @throws ApiError with 415 for another media type or a kind that is not read, with 400 for bytes
   *     that are no such object
   */
  public static String json(String mediaType, ByteBuffer body) {
    if (!mediaType.equals(MEDIA_TYPE)) {
      throw ApiError.of(
          Reason.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type: expected " + MEDIA_TYPE + ", found '" + mediaType + "'");
    }
    // A slice is big-endian whatever the body was: the magic reads as it is written.
    ByteBuffer bytes = body.slice();
    if (bytes.remaining() < Integer.BYTES || bytes.getInt() != MAGIC) {
      throw Wire.broken("expected it to begin with 'k8s' and a zero byte");
    }
    return new ProtobufBody().object(bytes.slice()).toString();
  }

  private ObjectNode object(ByteBuffer envelope) {
    String apiVersion = "";
    String kind = "";
    ByteBuffer raw = ByteBuffer.allocate(0);
    Wire wire = new Wire(envelope);
    while (wire.more()) {
      int tag = tag(wire);
      switch (tag) {
        case (1 << 3) | Wire.LENGTH -> {
          Wire type = new Wire(wire.slice());
          while (type.more()) {
            int inner = tag(type);
            switch (inner) {
              case (1 << 3) | Wire.LENGTH -> apiVersion = type.text();
              case (2 << 3) | Wire.LENGTH -> kind = type.text();
              default -> type.pass(inner & 7);
            }
          }
        }
        case (2 << 3) | Wire.LENGTH -> raw = wire.slice();
        default -> wire.pass(tag & 7);
      }
    }
    String found = kind;
    Message message =
        Message.of(kind)
            .orElseThrow(
                () ->
                    ApiError.of(
                        Reason.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type: expected application/json for kind '"
                            + found
                            + "', found "
                            + MEDIA_TYPE));
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", apiVersion);
    object.put("kind", kind);
    read(raw, message, object);
    return object;
  }

  private void read(ByteBuffer bytes, Message message, ObjectNode into) {
    Wire wire = new Wire(bytes);
    while (wire.more()) {
      int tag = tag(wire);
      Message.Field field = message.fields().get(tag >>> 3);
      if (field == null) {
        wire.pass(tag & 7);
      } else {
        field(wire, tag & 7, field, into);
      }
    }
  }

  private void field(Wire wire, int wireType, Message.Field field, ObjectNode into) {
    String name = field.name();
    expect(field, wireType);
    switch (field.type()) {
      case Message.Type.Whole() -> into.put(name, wire.varint());
      case Message.Type.Flag() -> into.put(name, wire.varint() != 0);
      case Message.Type.Text() -> {
        String text = wire.text();
        if (!text.isEmpty()) {
          into.put(name, text);
        }
      }
      case Message.Type.Texts() -> list(into, name).add(wire.text());
      case Message.Type.TextMap() -> entry(wire.slice(), inner(into, name));
      case Message.Type.One(Message message) -> read(wire.slice(), message, inner(into, name));
      case Message.Type.Many(Message message) ->
          read(wire.slice(), message, list(into, name).addObject());
    }
  }

  private void entry(ByteBuffer bytes, ObjectNode into) {
    String key = "";
    String value = "";
    Wire wire = new Wire(bytes);
    while (wire.more()) {
      int tag = tag(wire);
      switch (tag) {
        case (1 << 3) | Wire.LENGTH -> key = wire.text();
        case (2 << 3) | Wire.LENGTH -> value = wire.text();
        default -> wire.pass(tag & 7);
      }
    }
    into.put(key, value);
  }

  private static void expect(Message.Field field, int wireType) {
    int expected =
        switch (field.type()) {
          case Message.Type.Whole() -> Wire.VARINT;
          case Message.Type.Flag() -> Wire.VARINT;
          default -> Wire.LENGTH;
        };
    if (wireType != expected) {
      throw Wire.broken(
          "field " + field.name() + ": expected wire type " + expected + ", found " + wireType);
    }
  }

  private int tag(Wire wire) {
    if (++values > VALUES_MAX) {
      throw Wire.broken("expected at most " + VALUES_MAX + " fields, found more");
    }
    long tag = wire.varint();
    if (tag >>> 3 == 0 || tag > Integer.MAX_VALUE || tag < 0) {
      throw Wire.broken("expected a field number from 1 on, found " + (tag >>> 3));
    }
    return (int) tag;
  }

  private static ObjectNode inner(ObjectNode into, String name) {
    return into.get(name) instanceof ObjectNode found ? found : into.putObject(name);
  }

  private static ArrayNode list(ObjectNode into, String name) {
    return into.get(name) instanceof ArrayNode found ? found : into.putArray(name);
  }
}
