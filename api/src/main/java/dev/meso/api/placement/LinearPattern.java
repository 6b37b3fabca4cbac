package dev.meso.api.placement;

import dev.meso.api.placement.PatternParser.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A regular expression that is about a whole value, and takes time in proportion to the length of
 * the pattern times that of the value, whatever the two are.
 *
 * <p>Anyone who may create a task writes such patterns, and the leader's one thread compares them
 * with every agent: {@code java.util.regex} tries alternatives one after the other, so {@code
 * (a+)+b} would stop the cluster. Here all alternatives advance together, one character at a time
 * (K. Thompson, Regular Expression Search Algorithm, CACM 11(6), 1968): after each character the
 * set of places in the pattern is known where a match may stand, and each place is in it once.
 *
 * <p>Known are characters, {@code .}, sets such as {@code [a-z0-9_]} and {@code [^x]}, groups,
 * {@code |}, {@code * + ?}, {@code \d \w \s} and their opposites, and escaped signs; {@code ^} at
 * the start and {@code $} at the end are allowed and change nothing. Not known are counted
 * repetition, back references and looking around.
 *
 * <p>Worked example: {@code (a|ab)c} and the value {@code abc}. Before the first character a match
 * may stand at the two {@code a}; after {@code a} at {@code c} and {@code b}; after {@code b} at
 * {@code c}; after {@code c} at the end: the value matches.
 *
 * <p>Immutable and thread-safe.
 */
public final class LinearPattern {

  /** A place in the pattern. */
  private sealed interface Step {
    record One(IntPredicate set) implements Step {}

    record Split(int first, int second) implements Step {}

    record Jump(int to) implements Step {}

    record Match() implements Step {}
  }

  private final List<Step> steps;

  private LinearPattern(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException with a message that says what was expected, where, and found
   */
  public static LinearPattern of(String pattern) {
    List<Step> steps = new ArrayList<>();
    emit(new PatternParser(pattern).parse(), steps);
    steps.add(new Step.Match());
    return new LinearPattern(steps);
  }

  /** Whether the whole value matches. */
  public boolean matches(String value) {
    Places now = new Places(steps.size());
    Places next = new Places(steps.size());
    enter(0, now);
    int[] characters = value.codePoints().toArray();
    for (int c : characters) {
      next.clear();
      for (int i = 0; i < now.count; i++) {
        if (steps.get(now.places[i]) instanceof Step.One(IntPredicate set) && set.test(c)) {
          enter(now.places[i] + 1, next);
        }
      }
      Places last = now;
      now = next;
      next = last;
      if (now.count == 0) {
        return false;
      }
    }
    return now.has[steps.size() - 1];
  }

  /** Adds a place and all that are reached from it without a character. */
  private void enter(int start, Places places) {
    int[] todo = new int[steps.size() + 1];
    int waiting = 0;
    if (places.add(start)) {
      todo[waiting++] = start;
    }
    while (waiting > 0) {
      switch (steps.get(todo[--waiting])) {
        case Step.Split(int first, int second) -> {
          if (places.add(first)) {
            todo[waiting++] = first;
          }
          if (places.add(second)) {
            todo[waiting++] = second;
          }
        }
        case Step.Jump(int to) -> {
          if (places.add(to)) {
            todo[waiting++] = to;
          }
        }
        case Step.One _, Step.Match _ -> {
          // Waits for a character, or is the end.
        }
      }
    }
  }

  private static void emit(Part part, List<Step> steps) {
    switch (part) {
      case Part.One(IntPredicate set) -> steps.add(new Step.One(set));
      case Part.Sequence(List<Part> parts) -> parts.forEach(each -> emit(each, steps));
      case Part.Either(List<Part> parts) -> either(parts, steps);
      case Part.Repeat(Part inner, char times) -> {
        int start = steps.size();
        switch (times) {
          case '+' -> {
            emit(inner, steps);
            steps.add(new Step.Split(start, steps.size() + 1));
          }
          case '*' -> {
            steps.add(new Step.Jump(start));
            emit(inner, steps);
            steps.add(new Step.Jump(start));
            steps.set(start, new Step.Split(start + 1, steps.size()));
          }
          default -> {
            steps.add(new Step.Jump(start));
            emit(inner, steps);
            steps.set(start, new Step.Split(start + 1, steps.size()));
          }
        }
      }
    }
  }

  private static void either(List<Part> parts, List<Step> steps) {
    List<Integer> ends = new ArrayList<>();
    for (Part part : parts.subList(0, parts.size() - 1)) {
      int start = steps.size();
      steps.add(new Step.Jump(start));
      emit(part, steps);
      ends.add(steps.size());
      steps.add(new Step.Jump(start));
      steps.set(start, new Step.Split(start + 1, steps.size()));
    }
    emit(parts.getLast(), steps);
    ends.forEach(end -> steps.set(end, new Step.Jump(steps.size())));
  }

  /** A set of places that remembers the order in which they came. */
  private static final class Places {
    private final int[] places;
    private final boolean[] has;
    private int count;

    Places(int size) {
      places = new int[size];
      has = new boolean[size];
    }

    boolean add(int place) {
      if (has[place]) {
        return false;
      }
      has[place] = true;
      places[count++] = place;
      return true;
    }

    void clear() {
      Arrays.fill(has, false);
      count = 0;
    }
  }
}
