package dev.meso.controller.apiserver.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * Counters and gauges of one process and their Prometheus text (exposition format 0.0.4).
 *
 * <p>Own code and no library: a dozen numbers need two classes, and nothing is added to the class
 * path or to the start-up time. Names are {@code meso_<noun>_<unit>} in base units, counters end
 * with {@code _total}; label values come from closed sets, and {@value #SERIES_MAX} series of one
 * name is the limit: what comes later is counted under the label value {@code other}.
 *
 * <p>Thread-safe.
 */
public final class Metrics {

  /** Series that one name may have. */
  public static final int SERIES_MAX = 1_000;

  /** The media type of {@link #text()}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String OTHER = "other";

  private final ConcurrentSkipListMap<String, Family> families = new ConcurrentSkipListMap<>();

  /** A counter without labels; the same name gives the same counter. */
  public LongAdder counter(String name, String help) {
    return counter(name, help, List.of(), List.of());
  }

  /**
   * A counter with labels; the same name and values give the same counter.
   *
   * @param labels the labels' names, the same for every series of the name
   * @param values one for every label, from a closed set
   */
  public LongAdder counter(String name, String help, List<String> labels, List<String> values) {
    Family family = families.computeIfAbsent(name, _ -> new Family(name, help, "counter", labels));
    return family.counter(values);
  }

  /** A gauge that is asked when the text is made; must not block. */
  public void gauge(String name, String help, DoubleSupplier value) {
    families
        .computeIfAbsent(name, _ -> new Family(name, help, "gauge", List.of()))
        .gauge(List.of(), value);
  }

  /** A gauge with labels; registering it again replaces the supplier. */
  public void gauge(
      String name, String help, List<String> labels, List<String> values, DoubleSupplier value) {
    families
        .computeIfAbsent(name, _ -> new Family(name, help, "gauge", labels))
        .gauge(values, value);
  }

  /** Every metric, sorted by name. */
  public String text() {
    StringBuilder out = new StringBuilder(4096);
    for (Family family : families.values()) {
      family.write(out);
    }
    return out.toString();
  }

  /** Every series of one name. */
  private static final class Family {
    private final String name;
    private final String help;
    private final String type;
    private final List<String> labels;
    private final ConcurrentSkipListMap<String, DoubleSupplier> series =
        new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, LongAdder> counters = new ConcurrentSkipListMap<>();

    Family(String name, String help, String type, List<String> labels) {
      if (!name.matches("meso_[a-z0-9_]+") || name.endsWith("_total") != type.equals("counter")) {
        throw new IllegalArgumentException(
            "Metric name: expected meso_<noun>_<unit>, with _total for counters only, found "
                + name);
      }
      this.name = name;
      this.help = help;
      this.type = type;
      this.labels = List.copyOf(labels);
    }

    LongAdder counter(List<String> values) {
      String key = key(values);
      LongAdder known = counters.get(key);
      if (known != null) {
        return known;
      }
      boolean full = counters.size() >= SERIES_MAX;
      String bounded = full ? key(labels.stream().map(_ -> OTHER).toList()) : key;
      return counters.computeIfAbsent(
          bounded,
          k -> {
            LongAdder made = new LongAdder();
            series.put(k, made::sum);
            return made;
          });
    }

    void gauge(List<String> values, DoubleSupplier value) {
      series.put(key(values), value);
    }

    private String key(List<String> values) {
      if (values.size() != labels.size()) {
        throw new IllegalArgumentException(
            "Metric " + name + ": expected values for " + labels + ", found " + values);
      }
      List<String> pairs = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        pairs.add(labels.get(i) + "=\"" + escaped(values.get(i)) + "\"");
      }
      return pairs.isEmpty() ? "" : "{" + String.join(",", pairs) + "}";
    }

    private static String escaped(String value) {
      return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    void write(StringBuilder out) {
      out.append("# HELP ").append(name).append(' ').append(help).append('\n');
      out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
      series.forEach(
          (key, value) ->
              out.append(name)
                  .append(key)
                  .append(' ')
                  .append(number(value.getAsDouble()))
                  .append('\n'));
    }

    private static String number(double value) {
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : Double.toString(value);
    }
  }
}
