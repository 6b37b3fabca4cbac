package dev.meso.benchmarks.trace;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Medians of figures of several runs. */
final class Medians {
  private Medians() {}

  /** The median of a figure of every run; of an even number the mean of the middle two. */
  static <T> double of(List<T> runs, ToDoubleFunction<T> figure) {
    List<Double> sorted = sorted(runs, figure);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  static <T> List<Double> sorted(List<T> runs, ToDoubleFunction<T> figure) {
    return runs.stream().mapToDouble(figure).sorted().boxed().toList();
  }

  /** The median as a cell of a table, with so many digits behind the point. */
  static <T> String cell(int digits, List<T> runs, ToDoubleFunction<T> figure) {
    return String.format(Locale.ROOT, " %." + digits + "f |", of(runs, figure));
  }
}
