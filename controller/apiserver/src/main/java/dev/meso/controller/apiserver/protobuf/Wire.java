package dev.meso.controller.apiserver.protobuf;

import dev.meso.controller.apiserver.status.ApiError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads protobuf's wire format from a slice of a body. Whatever does not fit is a bad request;
 * lengths are checked before anything is made of them. Used by one thread.
 */
final class Wire {
  static final int VARINT = 0;
  static final int LENGTH = 2;

  /** Bytes of a varint at most. */
  private static final int VARINT_MAX = 10;

  private final ByteBuffer bytes;

  Wire(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  boolean more() {
    return bytes.hasRemaining();
  }

  long varint() {
    long value = 0;
    for (int i = 0; i < VARINT_MAX; i++) {
      if (!bytes.hasRemaining()) {
        throw broken("expected the rest of a number, found the end");
      }
      byte next = bytes.get();
      value |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw broken("expected a number of at most " + VARINT_MAX + " bytes, found a longer one");
  }

  /** What a length and the bytes after it hold. */
  ByteBuffer slice() {
    long length = varint();
    if (length < 0 || length > bytes.remaining()) {
      throw broken(
          "expected at most "
              + bytes.remaining()
              + " further bytes, found a length of "
              + Long.toUnsignedString(length));
    }
    ByteBuffer slice = bytes.slice(bytes.position(), (int) length);
    skip((int) length);
    return slice;
  }

  String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(slice()).toString();
    } catch (CharacterCodingException e) {
      throw broken("expected UTF-8");
    }
  }

  /** Passes over the value of a field that nobody reads. */
  void pass(int wireType) {
    switch (wireType) {
      case VARINT -> {
        long _ = varint();
      }
      case 1 -> skip(Long.BYTES);
      case LENGTH -> {
        ByteBuffer _ = slice();
      }
      case 5 -> skip(Integer.BYTES);
      default -> throw broken("expected wire type 0, 1, 2 or 5, found " + wireType);
    }
  }

  private void skip(int count) {
    if (count > bytes.remaining()) {
      throw broken("expected " + count + " further bytes, found " + bytes.remaining());
    }
    bytes.position(bytes.position() + count);
  }

  static ApiError broken(String why) {
    return ApiError.badRequest("Body: expected Kubernetes protobuf: " + why);
  }
}
