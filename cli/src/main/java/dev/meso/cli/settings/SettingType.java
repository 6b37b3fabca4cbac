package dev.meso.cli.settings;

import dev.meso.api.resource.Quantity;
import dev.meso.api.validation.ResourceNames;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What values of a setting look like. */
public enum SettingType {
  /** Anything but nothing. */
  TEXT("a text") {
    @Override
    void check(String value) {
      expect(!value.isBlank());
    }
  },
  /** An id as it stands in keys. */
  NAME("a name of lower-case letters, digits and hyphens, 63 characters at most") {
    @Override
    void check(String value) {
      expect(value.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"));
    }
  },
  /** A port of this machine. */
  PORT("a port from 0 to 65535") {
    @Override
    void check(String value) {
      int port = Integer.parseInt(value);
      expect(port >= 0 && port <= 65_535);
    }
  },
  /** How many. */
  COUNT("a number from 1 to 1000000") {
    @Override
    void check(String value) {
      int count = Integer.parseInt(value);
      expect(count >= 1 && count <= 1_000_000);
    }
  },
  /** Yes or no. */
  FLAG("true or false") {
    @Override
    void check(String value) {
      expect(value.equals("true") || value.equals("false"));
    }
  },
  /** A time span. */
  DURATION("a duration such as 12s, 500ms, 10m or 168h") {
    @Override
    void check(String value) {
      expect(!duration(value).isNegative() && !duration(value).isZero());
    }
  },
  /** An amount. */
  QUANTITY("an amount such as 512Mi, 8Gi or 10G") {
    @Override
    void check(String value) {
      expect(Quantity.parse(value).compareTo(Quantity.parse("0")) > 0);
    }
  },
  /** Size of a file that is rotated: too small a one would be rotated for every line. */
  FILE_SIZE("an amount such as 512Ki or 10Mi, at least 4Ki") {
    @Override
    void check(String value) {
      expect(Quantity.parse(value).compareTo(Quantity.parse("4Ki")) >= 0);
    }
  },
  /** Addresses of a service that is spoken to without TLS. */
  URLS(
      "one or more URLs such as http://127.0.0.1:2379, separated by commas (https: TLS to etcd is"
          + " not there yet)") {
    @Override
    void check(String value) {
      for (String part : value.split(",", -1)) {
        URI uri = URI.create(part.strip());
        expect(uri.getHost() != null && "http".equals(uri.getScheme()));
      }
    }
  },
  /** Kinds of what agents offer. */
  RESOURCES("cpu, memory, disk, gpu or custom ones such as example.com/fpga, separated by commas") {
    @Override
    void check(String value) {
      for (String part : value.split(",", -1)) {
        expect(ResourceNames.problem(part.strip()).isEmpty());
      }
    }
  },
  /** How much is logged. */
  LOG_LEVEL("error, warn, info or debug") {
    @Override
    void check(String value) {
      expect(List.of("error", "warn", "info", "debug").contains(value.toLowerCase(Locale.ROOT)));
    }
  };

  private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private final String expected;

  SettingType(String expected) {
    this.expected = expected;
  }

  /** What is expected, for messages. */
  public String expected() {
    return expected;
  }

  /** Whether {@code value} is of this type. */
  public boolean accepts(String value) {
    try {
      check(value);
      return true;
    } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
      return false;
    }
  }

  /** Throws an {@link IllegalArgumentException} unless the value is of this type. */
  abstract void check(String value);

  /** Reads a duration such as {@code 1m30s}. */
  static Duration duration(String value) {
    Matcher part = DURATION_PART.matcher(value);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      long amount = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                case "d" -> Duration.ofDays(amount);
                default -> throw new IllegalArgumentException(value);
              });
      end = part.end();
    }
    expect(end == value.length() && end > 0);
    return sum;
  }

  private static void expect(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException();
    }
  }
}
