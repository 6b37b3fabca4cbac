package dev.meso.agent.http;

import dev.meso.agent.sandbox.FileEntry;
import dev.meso.agent.sandbox.SandboxException;
import dev.meso.agent.sandbox.SandboxFiles;
import dev.meso.agent.sandbox.Sandboxes;
import dev.meso.api.codec.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Sends a sandbox's directories as JSON, and its files as bytes, whole or in part. */
final class FileEndpoint {
  static final int PIECE_BYTES = 64 * 1024;

  private final Sandboxes sandboxes;
  private final AttemptLookup attempts;

  FileEndpoint(Sandboxes sandboxes, AttemptLookup attempts) {
    this.sandboxes = sandboxes;
    this.attempts = attempts;
  }

  /** A directory. */
  record Listing(String path, List<Item> entries) {}

  /** An entry: {@code file}, {@code directory}, {@code link} or {@code other}. */
  record Item(String name, String type, long bytes, Instant modified) {}

  void serve(Query query, String range, Reply reply)
      throws HttpProblem, SandboxException, IOException {
    SandboxFiles sandbox = SandboxLookup.of(sandboxes, attempts, query.attempt(), query.uid());
    String path = query.text("path");
    FileEntry entry = sandbox.stat(path);
    switch (entry.type()) {
      case DIRECTORY -> {
        List<Item> items =
            sandbox.list(path).stream()
                .map(
                    one ->
                        new Item(
                            one.name(),
                            one.type().name().toLowerCase(Locale.ROOT),
                            one.bytes(),
                            one.modified()))
                .toList();
        reply.send(200, "application/json", Json.write(new Listing(path, items)));
      }
      case FILE -> send(sandbox, path, ByteRange.of(range, entry.bytes()), entry.bytes(), reply);
      case LINK, OTHER ->
          throw new HttpProblem(
              403, "Path '" + path + "': expected a file or a directory, found another thing");
    }
  }

  private static void send(
      SandboxFiles sandbox, String path, ByteRange part, long size, Reply reply)
      throws SandboxException, IOException {
    reply.header("Accept-Ranges", "bytes");
    if (part.partial()) {
      reply.header(
          "Content-Range",
          "bytes " + part.first() + "-" + (part.first() + part.length() - 1) + "/" + size);
    }
    reply.begin(part.partial() ? 206 : 200, "application/octet-stream", part.length());
    long sent = 0;
    while (sent < part.length()) {
      int max = (int) Math.min(PIECE_BYTES, part.length() - sent);
      byte[] piece = sandbox.read(path, part.first() + sent, max);
      if (piece.length == 0) {
        // It became shorter meanwhile; what was promised cannot be sent.
        reply.breakOff();
        return;
      }
      reply.write(piece);
      sent += piece.length;
    }
    reply.end();
  }
}
