package dev.meso.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One daemon of Meso as a process of its own, that can be killed, stopped and resumed. */
public final class MesoProcess {
  private static final Path LIBRARY = Path.of("../../cli/target/meso/lib/meso-cli.jar");

  private final Path log;
  private final Process process;

  private MesoProcess(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  /** Starts {@code meso} with these arguments; what it prints is appended to {@code log}. */
  public static MesoProcess start(Path log, List<String> arguments) {
    List<String> command = command();
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      return new MesoProcess(log, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The beginning of a command line that runs {@code meso}. */
  static List<String> command() {
    if (!Files.exists(LIBRARY)) {
      throw new IllegalStateException(
          LIBRARY + " is missing: the cli module is packaged before these tests run");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", LIBRARY.toString(), "dev.meso.cli.Main"));
    return command;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended; a stopped one is alive. */
  public boolean alive() {
    return process.isAlive();
  }

  /** SIGKILL, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** SIGTERM, and waits until it is gone. */
  public void terminate() {
    process.destroy();
    await();
  }

  /** SIGSTOP. */
  public void freeze() {
    signal(pid(), "STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    signal(pid(), "CONT");
  }

  /** What it and its predecessors with the same log printed. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal, such as {@code STOP}, to a process. */
  public static void signal(long pid, String signal) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + signal + " " + pid + ": status " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void await() {
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("Process " + pid() + " did not end; log:\n" + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
