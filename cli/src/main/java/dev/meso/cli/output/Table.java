package dev.meso.cli.output;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text under headings, columns three spaces apart and aligned on the left, no space at the
 * end of a line.
 *
 * <p>Rows may be added after the first were rendered; columns then only grow.
 */
public final class Table {
  private static final String GAP = "   ";
  private static final String NOTHING = "-";

  private final List<String> headings;
  private final int[] widths;

  /** An empty table. */
  public Table(List<String> headings) {
    this.headings = List.copyOf(headings);
    this.widths = new int[headings.size()];
    measure(this.headings);
  }

  /** The headings, and the rows below them. */
  public List<String> render(List<List<String>> rows) {
    rows.forEach(this::measure);
    List<String> lines = new ArrayList<>();
    lines.add(line(headings));
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  /** One more row, without headings. */
  public String row(List<String> cells) {
    measure(cells);
    return line(cells);
  }

  private void measure(List<String> cells) {
    if (cells.size() != widths.length) {
      throw new IllegalArgumentException(
          "a row has " + cells.size() + " cells, the table " + widths.length);
    }
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      widths[i] = Math.max(widths[i], length(cell.isEmpty() ? NOTHING : cell));
    }
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i).isEmpty() ? NOTHING : cells.get(i);
      line.append(i == 0 ? "" : GAP).append(cell);
      line.repeat(' ', widths[i] - length(cell));
    }
    return line.toString().stripTrailing();
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
