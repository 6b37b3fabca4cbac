package dev.meso.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Facts about an object: {@code name value} lines, values aligned, sections below headings. */
public final class Facts {
  private static final String INDENT = "  ";
  private static final String GAP = "   ";

  private record Fact(String name, String value) {}

  private final StringBuilder text = new StringBuilder();
  private final List<Fact> group = new ArrayList<>();
  private String indent = "";

  /** A fact; none if there is no value. */
  public Facts fact(String name, String value) {
    if (!value.isEmpty()) {
      group.add(new Fact(name, value));
    }
    return this;
  }

  /** A heading for the facts and lines that follow. */
  public Facts section(String heading) {
    close();
    indent = INDENT;
    text.append(heading).append('\n');
    return this;
  }

  /** A line as it is, below the present heading. */
  public Facts line(String line) {
    close();
    text.append(indent).append(line).append('\n');
    return this;
  }

  /** All of it. */
  public String render() {
    close();
    return text.toString();
  }

  private void close() {
    int width = group.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    for (Fact fact : group) {
      text.append(indent).append(fact.name()).repeat(' ', width - fact.name().length());
      text.append(GAP).append(fact.value()).append('\n');
    }
    group.clear();
  }
}
