package dev.meso.simulation.check.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Resources in whole units: bytes of {@code memory} and {@code disk}, devices of {@code gpu},
 * thousandths of {@code cpu} and of every custom resource; each amount rounded up.
 *
 * @param of by name, without zeros
 */
public record Amounts(SortedMap<String, Long> of) {
  public static final Amounts NONE = new Amounts(Collections.emptySortedMap());

  /** Texts that are remembered; a cluster uses few different ones. */
  private static final int REMEMBERED_MAX = 10_000;

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,3})?");
  private static final String BINARY = "KMGTPE";
  private static final Map<String, Integer> DECIMAL =
      Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);

  /** Reads an object of quantities such as {@code 500m}, {@code 128Mi} or {@code 4}. */
  static Amounts read(JsonNode node, Map<String, BigDecimal> remembered) {
    if (!node.isObject() || node.isEmpty()) {
      return NONE;
    }
    TreeMap<String, Long> amounts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String text = entry.getValue().asString();
      BigDecimal amount = remembered.get(text);
      if (amount == null) {
        amount = parse(text);
        if (remembered.size() < REMEMBERED_MAX) {
          remembered.put(text, amount);
        }
      }
      long whole = whole(entry.getKey(), amount);
      if (whole != 0) {
        amounts.put(entry.getKey(), whole);
      }
    }
    return new Amounts(Collections.unmodifiableSortedMap(amounts));
  }

  /** The amount of one text. */
  static BigDecimal parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a quantity such as 500m or 128Mi, found '" + text + "'");
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String suffix = matcher.group(2) == null ? "" : matcher.group(2);
    if (suffix.isEmpty()) {
      return number;
    }
    if (suffix.endsWith("i")) {
      return number.multiply(BigDecimal.valueOf(1024).pow(BINARY.indexOf(suffix.charAt(0)) + 1));
    }
    Integer power = DECIMAL.get(suffix);
    return number.scaleByPowerOfTen(power == null ? Integer.parseInt(suffix.substring(1)) : power);
  }

  private static long whole(String name, BigDecimal amount) {
    boolean units = name.equals("memory") || name.equals("disk") || name.equals("gpu");
    return (units ? amount : amount.movePointRight(3))
        .setScale(0, RoundingMode.CEILING)
        .longValueExact();
  }

  /** How much of one resource. */
  public long get(String name) {
    return of.getOrDefault(name, 0L);
  }

  public Amounts plus(Amounts more) {
    return more.of.isEmpty() ? this : merged(more, (sum, entry) -> add(sum, entry, 1));
  }

  public Amounts minus(Amounts less) {
    return less.of.isEmpty() ? this : merged(less, (sum, entry) -> add(sum, entry, -1));
  }

  /** These, and of the others what is not said here. */
  Amounts orElse(Amounts others) {
    return merged(others, (sum, entry) -> sum.putIfAbsent(entry.getKey(), entry.getValue()));
  }

  private Amounts merged(
      Amounts other, BiConsumer<TreeMap<String, Long>, Map.Entry<String, Long>> step) {
    TreeMap<String, Long> sum = new TreeMap<>(of);
    other.of.entrySet().forEach(entry -> step.accept(sum, entry));
    sum.values().removeIf(amount -> amount == 0);
    return new Amounts(Collections.unmodifiableSortedMap(sum));
  }

  private static void add(TreeMap<String, Long> sum, Map.Entry<String, Long> entry, int sign) {
    sum.merge(entry.getKey(), sign * entry.getValue(), Math::addExact);
  }

  /** What is left of these when others are taken away, and nothing where those are more. */
  public Amounts without(Amounts taken) {
    TreeMap<String, Long> left = new TreeMap<>();
    of.forEach((name, amount) -> left.put(name, amount - taken.get(name)));
    left.values().removeIf(amount -> amount <= 0);
    return new Amounts(Collections.unmodifiableSortedMap(left));
  }

  /** Whether nothing of it is more than what is free. */
  public boolean fitsIn(Amounts free) {
    for (Map.Entry<String, Long> wanted : of.entrySet()) {
      if (wanted.getValue() > free.get(wanted.getKey())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return new LinkedHashMap<>(of).toString();
  }
}
