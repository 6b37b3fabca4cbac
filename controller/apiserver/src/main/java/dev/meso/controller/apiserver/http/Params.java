package dev.meso.controller.apiserver.http;

import dev.meso.controller.apiserver.status.ApiError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Query parameters. Unknown ones are nobody's concern; a value that cannot be read is a bad
 * request. Immutable.
 */
public final class Params {

  /** Seconds that a client may ask for at most: a year. */
  private static final long SECONDS_MAX = 365L * 24 * 3600;

  private final Map<String, List<String>> values;

  private Params(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Reads what stands behind the question mark; null and empty are no parameters. */
  public static Params parse(@org.jspecify.annotations.Nullable String query) {
    Map<String, List<String>> values = new TreeMap<>();
    if (query != null && !query.isEmpty()) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      }
    }
    return new Params(values);
  }

  private static String decoded(String text) {
    try {
      return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiError.badRequest(
          "Query: expected percent-encoding such as %20, found '" + text + "'");
    }
  }

  /** The first value of a parameter; an empty one counts as absent. */
  public Optional<String> text(String name) {
    return values.getOrDefault(name, List.of()).stream().findFirst().filter(v -> !v.isEmpty());
  }

  /** Every value of a parameter. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /**
   * Whether a parameter is there and true. As in Kubernetes, {@code 0} and any case of {@code
   * false} are false and everything else, the empty value included, is true.
   */
  public boolean flag(String name) {
    List<String> given = values.getOrDefault(name, List.of());
    return !given.isEmpty()
        && !given.getFirst().equals("0")
        && !given.getFirst().toLowerCase(Locale.ROOT).equals("false");
  }

  /** A whole number from 0 on. */
  public OptionalLong number(String name) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!value.get().matches("[0-9]{1,18}")) {
      throw ApiError.badRequest(
          "Query parameter "
              + name
              + ": expected a whole number from 0 on, found '"
              + value.get()
              + "'");
    }
    return OptionalLong.of(Long.parseLong(value.get()));
  }

  /** A time span in whole seconds. */
  public Optional<Duration> seconds(String name) {
    OptionalLong seconds = number(name);
    return seconds.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(Math.min(seconds.getAsLong(), SECONDS_MAX)));
  }
}
