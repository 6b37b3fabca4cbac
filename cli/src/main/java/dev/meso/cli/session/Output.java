package dev.meso.cli.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output or standard error: UTF-8, buffered until {@link #flush}.
 *
 * <p>Thread-safe: one call's bytes are never mixed with another's. Throws {@link ReaderGone} when
 * the other end is closed.
 */
public final class Output {
  private static final int BUFFER_BYTES_MAX = 16 * 1024;

  private final OutputStream sink;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);

  /** Writes to that stream, which is not closed by this object. */
  public Output(OutputStream sink) {
    this.sink = sink;
  }

  /** Text, and a line end. */
  public void line(String text) {
    bytes((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Text as it is. */
  public void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes as they are. */
  public void bytes(byte[] bytes) {
    bytes(bytes, 0, bytes.length);
  }

  /** Bytes as they are, from {@code offset} on. */
  public synchronized void bytes(byte[] bytes, int offset, int length) {
    buffer.write(bytes, offset, length);
    if (buffer.size() > BUFFER_BYTES_MAX) {
      flush();
    }
  }

  /** Passes on what is buffered. */
  public synchronized void flush() {
    if (buffer.size() == 0) {
      return;
    }
    try {
      buffer.writeTo(sink);
      sink.flush();
    } catch (IOException _) {
      throw new ReaderGone();
    } finally {
      buffer.reset();
    }
  }
}
