package dev.meso.benchmarks.trace;

import java.util.List;
import java.util.Locale;

/** Curves as an SVG picture, from 50 to 100 % both ways. */
final class Picture {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int MARGIN = 40;
  private static final int FROM = 50;

  private Picture() {}

  /** A curve: what belongs to 1 %, 2 % and so on. */
  record Line(String title, String colour, List<Double> values) {
    Line {
      values = List.copyOf(values);
    }
  }

  static String of(String title, List<Line> lines) {
    StringBuilder svg = new StringBuilder(4096);
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH,
            HEIGHT));
    text(svg, MARGIN, 20, "black", title);
    for (int percent = FROM; percent <= 100; percent += 10) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#ddd\" fill=\"none\"/>%n",
              x(FROM),
              y(percent),
              x(100)));
      text(svg, 8, y(percent) + 4, "black", Integer.toString(percent));
      text(svg, x(percent) - 8, HEIGHT - 20, "black", Integer.toString(percent));
    }
    int row = 0;
    for (Line line : lines) {
      StringBuilder points = new StringBuilder();
      for (int percent = FROM; percent <= line.values().size(); percent++) {
        double value = Math.max(FROM, line.values().get(percent - 1));
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(percent), y(value)));
      }
      svg.append(
          String.format(
              Locale.ROOT,
              "<polyline points=\"%s\" stroke=\"%s\" stroke-width=\"2\" fill=\"none\"/>%n",
              points.toString().strip(),
              line.colour()));
      text(svg, MARGIN + 20, 50 + 16.0 * row++, line.colour(), line.title());
    }
    return svg.append("</svg>\n").toString();
  }

  private static void text(StringBuilder svg, double x, double y, String colour, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>%n",
            x,
            y,
            colour,
            text));
  }

  private static double x(double percent) {
    return MARGIN + (percent - FROM) * (WIDTH - 2.0 * MARGIN) / (100 - FROM);
  }

  private static double y(double percent) {
    return HEIGHT - MARGIN - (percent - FROM) * (HEIGHT - 2.0 * MARGIN) / (100 - FROM);
  }
}
