package dev.meso.system.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one process of a task wrote of itself.
 *
 * @param mark of the template that it came from
 * @param task its name
 * @param start of the process, in ms of the epoch
 * @param last when it wrote last
 * @param exit its exit status, when it came to its end; absent when it was killed, or runs
 */
record Life(
    String mark,
    String task,
    String uid,
    long attempt,
    long pid,
    String agent,
    long start,
    long last,
    Optional<Integer> exit) {

  /** Between the parts of a file's name. */
  static final String SEPARATOR = "~";

  private static final int PARTS = 5;

  /** Reads a file that is named mark, task, uid, attempt, pid; empty if it has no start yet. */
  static Optional<Life> read(Path file) throws IOException {
    List<String> parts = parts(file);
    long last = Files.getLastModifiedTime(file).toMillis();
    List<String> lines = Files.readAllLines(file);
    if (parts.size() != PARTS || lines.isEmpty() || !lines.getFirst().startsWith("start ")) {
      return Optional.empty();
    }
    String[] start = lines.getFirst().split(" ", -1);
    String[] end = lines.getLast().split(" ", -1);
    boolean ended = end[0].equals("end") && end.length > 2;
    return Optional.of(
        new Life(
            parts.get(0),
            parts.get(1),
            parts.get(2),
            Long.parseLong(parts.get(3)),
            Long.parseLong(parts.get(4)),
            start.length > 2 ? start[2] : "",
            Long.parseLong(start[1]),
            ended ? Long.parseLong(end[1]) : last,
            ended ? Optional.of(Integer.valueOf(end[2])) : Optional.empty()));
  }

  static List<String> parts(Path file) {
    return List.of(file.getFileName().toString().split(SEPARATOR, -1));
  }

  /** Whether two were there at the same time for longer than the clocks' grain. */
  boolean overlaps(Life other, long grainMillis) {
    return start + grainMillis < other.last && other.start + grainMillis < last;
  }

  /** As a report's key names it. */
  String attemptId() {
    return uid + "/" + attempt;
  }

  boolean succeeded() {
    return exit.isPresent() && exit.get() == 0;
  }

  @Override
  public String toString() {
    return task
        + " attempt "
        + attempt
        + " pid "
        + pid
        + " on "
        + agent
        + " "
        + start
        + ".."
        + last;
  }
}
