package dev.meso.system.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** What a run did, line by line, on the terminal and in {@code run.log}. Any thread writes. */
final class Journal implements AutoCloseable {
  private final RunClock clock;
  private final Consumer<String> terminal;
  private final PrintStream file;

  Journal(RunClock clock, Consumer<String> terminal, Path directory) {
    this.clock = clock;
    this.terminal = terminal;
    try {
      this.file = new PrintStream(directory.resolve("run.log").toFile(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For those who follow the run. */
  synchronized void say(String what) {
    String line = stamped(what);
    terminal.accept(line);
    file.println(line);
    file.flush();
  }

  /** For those who look into a failure. */
  synchronized void note(String what) {
    file.println(stamped(what));
    file.flush();
  }

  @Override
  public void close() {
    file.close();
  }

  private String stamped(String what) {
    return String.format(Locale.ROOT, "%7.1f s  %s", clock.now().toMillis() / 1000.0, what);
  }
}
