package dev.meso.system.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What {@code hack/chaos.sh} runs. */
public final class Chaos {
  private static final String USAGE = "usage: hack/chaos.sh [--minutes M] [--seed S]";
  private static final int MINUTES_MAX = 600;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Chaos() {}

  /** Exits 0 when every promise was kept, 1 when one was not, 2 when the arguments are wrong. */
  public static void main(String[] arguments) throws Exception {
    long seed;
    Duration faults;
    try {
      Map<String, String> given = read(List.of(arguments));
      String chosen = given.get("--seed");
      seed = chosen == null ? new Random().nextInt(1_000_000) : Long.parseLong(chosen);
      int minutes = Integer.parseInt(given.getOrDefault("--minutes", "2"));
      if (minutes < 1 || minutes > MINUTES_MAX) {
        throw new IllegalArgumentException("--minutes " + minutes + " is not 1 to " + MINUTES_MAX);
      }
      faults = Duration.ofMinutes(minutes);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      System.exit(WRONG_USAGE);
      return;
    }
    Path directory = Files.createTempDirectory("meso-chaos-" + seed + "-");
    System.exit(run(new RunSettings(seed, faults, directory)) ? 0 : FAILED);
  }

  /** Runs; whether every promise was kept. On success, and when interrupted, nothing is left. */
  private static boolean run(RunSettings settings) throws IOException {
    ChaosRun run = new ChaosRun(settings, System.out::println);
    Thread cleaner = new Thread(() -> interrupted(run, settings.directory()), "cleaner");
    Runtime.getRuntime().addShutdownHook(cleaner);
    Optional<RunResult> result;
    try (run) {
      result = Optional.of(run.run());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (RuntimeException | Error e) {
      e.printStackTrace();
      result = Optional.empty();
    }
    Runtime.getRuntime().removeShutdownHook(cleaner);
    boolean kept = result.isPresent() && result.get().violations().isEmpty();
    if (kept) {
      delete(settings.directory());
    } else {
      System.out.println("Record and logs are kept in " + settings.directory());
      System.out.println(
          "Again: hack/chaos.sh --minutes "
              + settings.faults().toMinutes()
              + " --seed "
              + settings.seed());
    }
    System.out.println(
        result.map(RunResult::summary).orElse("seed " + settings.seed() + ": the run broke off"));
    return kept;
  }

  private static void interrupted(ChaosRun run, Path directory) {
    System.out.println("Interrupted: ending every process of the run");
    run.close();
    try {
      delete(directory);
    } catch (IOException e) {
      System.out.println("Could not delete " + directory + ": " + e);
    }
  }

  private static Map<String, String> read(List<String> arguments) {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String flag = arguments.get(i);
      if (!List.of("--minutes", "--seed").contains(flag) || i + 1 == arguments.size()) {
        throw new IllegalArgumentException("Not understood: " + flag);
      }
      given.put(flag, arguments.get(i + 1));
    }
    return given;
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
