package dev.meso.cli.command;

import dev.meso.cli.session.Output;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where one stream of one task goes: as it is, or each line behind a prefix that tells whose it is.
 *
 * <p>Used by one thread; several sinks may share an output.
 */
final class LogSink {
  /** A longer line is cut into pieces of this length, each with the prefix. */
  private static final int LINE_BYTES_MAX = 64 * 1024;

  private final Output out;
  private final byte[] prefix;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LogSink(Output out, String prefix) {
    this.out = out;
    this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
    line.writeBytes(this.prefix);
  }

  /** Shows these bytes now, apart from a line without an end where lines have prefixes. */
  void write(byte[] bytes, int offset, int length) {
    if (prefix.length == 0) {
      out.bytes(bytes, offset, length);
    } else {
      for (int i = offset; i < offset + length; i++) {
        line.write(bytes[i]);
        if (bytes[i] == '\n') {
          end();
        } else if (line.size() - prefix.length >= LINE_BYTES_MAX) {
          line.write('\n');
          end();
        }
      }
    }
    out.flush();
  }

  /** Shows what is left of a last line without an end. */
  void close() {
    if (line.size() > prefix.length) {
      line.write('\n');
      end();
      out.flush();
    }
  }

  private void end() {
    out.bytes(line.toByteArray());
    line.reset();
    line.writeBytes(prefix);
  }
}
