package dev.meso.cli.daemon;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One daemon of {@code meso up}. It ends when its standard input does, so it never outlives the
 * command that started it, however that ends. Thread-safe.
 */
final class ChildProcess {
  private final String name;
  private final Path log;
  private final Process process;

  private ChildProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a command in a session of its own, so that a Ctrl-C in the terminal reaches only the
   * command that started it, which ends the others in order. Its output goes to the end of {@code
   * log}.
   */
  static ChildProcess start(String name, List<String> daemon, Path log) {
    List<String> command = new ArrayList<>();
    // A child is no leader of a group, so setsid does not fork and the process stays the same.
    command.add("setsid");
    command.addAll(daemon);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      File file = log.toFile();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(file))
              .start();
      return new ChildProcess(name, log, process);
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + name + ": " + command.getFirst(), e);
    }
  }

  String name() {
    return name;
  }

  Path log() {
    return log;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Completes with the exit status when the process ends. */
  CompletableFuture<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Asks all to end, and makes those that have not after {@code patience}. */
  static void stopAll(List<ChildProcess> children, Duration patience) {
    children.forEach(child -> child.process.destroy());
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      for (ChildProcess child : children) {
        long left = Math.max(0, deadline - System.nanoTime());
        if (!child.process.waitFor(left, TimeUnit.NANOSECONDS)) {
          child.process.destroyForcibly().waitFor();
        }
      }
    } catch (InterruptedException _) {
      children.forEach(child -> child.process.destroyForcibly());
      Thread.currentThread().interrupt();
    }
  }
}
