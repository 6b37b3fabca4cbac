package dev.meso.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs scripts and commands of the checkout as a user does. */
final class Meso {
  /** The root of the checkout. */
  static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

  private Meso() {}

  /** What a command printed and how it ended. */
  record Result(int status, String out, String err) {

    Result require(int expected) {
      if (status != expected) {
        throw new AssertionError("Exit status: expected " + expected + ", found " + this);
      }
      return this;
    }
  }

  /** Runs a program of the checkout to its end, within a minute. */
  static Result run(Map<String, String> environment, String program, String... arguments) {
    return runWith("", environment, program, arguments);
  }

  /** Runs a program of the checkout to its end, with this on its standard input. */
  static Result runWith(
      String input, Map<String, String> environment, String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(CHECKOUT.resolve(program).toString());
    command.addAll(List.of(arguments));
    try {
      Path in = Files.createTempFile("meso-in", "");
      Path out = Files.createTempFile("meso-out", "");
      Path err = Files.createTempFile("meso-err", "");
      try {
        Files.writeString(in, input);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("MESO_JAVA_HOME", System.getProperty("java.home"));
        Process process =
            builder
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(command + " did not end; out: " + Files.readString(out));
        }
        return new Result(process.exitValue(), text(out), text(err));
      } finally {
        Files.delete(in);
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
