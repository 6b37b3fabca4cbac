package dev.meso.controller.apiserver.protobuf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes protobuf by hand, as a Go client would. */
final class Encoded {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static ByteBuffer body(String apiVersion, String kind, Encoded raw) {
    Encoded envelope =
        new Encoded().message(1, new Encoded().text(1, apiVersion).text(2, kind)).message(2, raw);
    byte[] after = envelope.text(3, "").text(4, "").bytes.toByteArray();
    return ByteBuffer.allocate(4 + after.length)
        .put(new byte[] {'k', '8', 's', 0})
        .put(after)
        .flip()
        .asReadOnlyBuffer();
  }

  Encoded number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  Encoded text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Encoded message(int field, Encoded value) {
    return bytes(field, value.bytes.toByteArray());
  }

  Encoded bytes(int field, byte[] value) {
    varint(((long) field << 3) | 2);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
