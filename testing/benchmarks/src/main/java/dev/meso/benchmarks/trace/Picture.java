package dev.meso.benchmarks.trace;

import java.util.List;
import java.util.Locale;

/** Curves as an SVG picture. */
final class Picture {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int MARGIN = 40;
  private static final int GRID = 5;

  private Picture() {}

  /**
   * What is shown: the left end and the right, the lower end and the upper.
   *
   * @param left nothing below it is shown
   */
  record Scale(double left, double right, double low, double high) {
    static final Scale PERCENT = new Scale(50, 100, 50, 100);

    double x(double value) {
      return MARGIN + (value - left) * (WIDTH - 2.0 * MARGIN) / (right - left);
    }

    double y(double value) {
      return HEIGHT - MARGIN - (value - low) * (HEIGHT - 2.0 * MARGIN) / (high - low);
    }
  }

  /** A curve: its values at the hundredths of the way from 0 to the right end. */
  record Line(String title, String colour, List<Double> values) {
    Line {
      values = List.copyOf(values);
    }
  }

  static String of(String title, Scale scale, List<Line> lines) {
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
    for (int i = 0; i <= GRID; i++) {
      double x = scale.left() + (scale.right() - scale.left()) * i / GRID;
      double y = scale.low() + (scale.high() - scale.low()) * i / GRID;
      svg.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#ddd\" fill=\"none\"/>%n",
              scale.x(scale.left()),
              scale.y(y),
              scale.x(scale.right())));
      text(svg, 8, scale.y(y) + 4, "black", String.format(Locale.ROOT, "%.0f", y));
      text(svg, scale.x(x) - 8, HEIGHT - 20, "black", String.format(Locale.ROOT, "%.0f", x));
    }
    int row = 0;
    for (Line line : lines) {
      StringBuilder points = new StringBuilder();
      for (int i = 0; i < line.values().size(); i++) {
        double at = scale.right() * (i + 1) / line.values().size();
        if (at >= scale.left()) {
          double value = Math.max(scale.low(), line.values().get(i));
          points.append(String.format(Locale.ROOT, "%.1f,%.1f ", scale.x(at), scale.y(value)));
        }
      }
      svg.append(
          String.format(
              Locale.ROOT,
              "<polyline points=\"%s\" stroke=\"%s\" stroke-width=\"2\" fill=\"none\"/>%n",
              points.toString().strip(),
              line.colour()));
      double below = 16.0 * (lines.size() - row++);
      text(svg, WIDTH - MARGIN - 80, HEIGHT - MARGIN - below, line.colour(), line.title());
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
}
