package dev.meso.cli;

import dev.meso.cli.session.Output;
import dev.meso.cli.session.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** One command line that was run, and what came of it. */
record Ran(int code, String out, String err) {
  /** Three hours and five minutes after everything in a {@link FakeServer} was created. */
  static final Instant NOW = Instant.parse("2026-01-01T03:05:00Z");

  static Ran meso(FakeServer server, String... args) {
    return withInput(server.url(), "", args);
  }

  static Ran withInput(String url, String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            Map.of(Session.SERVER_VARIABLE, url),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new Output(out),
            new Output(err),
            InstantSource.fixed(NOW));
    int code = new Cli(session).run(args);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
