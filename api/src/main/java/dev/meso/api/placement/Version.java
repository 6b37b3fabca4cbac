package dev.meso.api.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of dotted numbers, such as {@code 5.10}, {@code v1.2.3-rc.1} or {@code 6.1.0-21-amd64}.
 * Numbers that are absent count as 0, so 5.10 equals 5.10.0. What follows a hyphen is a pre-release
 * and comes before the version itself, in the order of Semantic Versioning 2.0.0, section 11; what
 * follows a plus sign does not count. A Linux kernel of a distribution therefore comes before the
 * version that it was made from: {@code >= 5.10.0-0} has them all.
 *
 * @param numbers one to eight, without zeros at the end
 * @param preRelease its parts between dots; empty for a release
 */
public record Version(List<Long> numbers, List<String> preRelease) implements Comparable<Version> {

  /** Characters of a version. */
  public static final int LENGTH_MAX = 256;

  private static final Pattern SYNTAX =
      Pattern.compile(
          "[vV]?([0-9]{1,18}(?:\\.[0-9]{1,18}){0,7})(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]*)?");

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  public Version {
    numbers = List.copyOf(numbers);
    preRelease = List.copyOf(preRelease);
  }

  /** The version that a text is, if it is one. */
  public static Optional<Version> parse(String text) {
    if (text.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<Long> numbers = new ArrayList<>();
    for (String number : matcher.group(1).split("\\.", -1)) {
      numbers.add(Long.valueOf(number));
    }
    while (numbers.size() > 1 && numbers.getLast() == 0) {
      numbers.removeLast();
    }
    String rest = matcher.group(2);
    return Optional.of(
        new Version(numbers, rest == null ? List.of() : List.of(rest.split("\\.", -1))));
  }

  @Override
  public int compareTo(Version other) {
    for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
      int order = Long.compare(number(i), other.number(i));
      if (order != 0) {
        return order;
      }
    }
    if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
      return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
    }
    for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
      int order = compare(preRelease.get(i), other.preRelease.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(preRelease.size(), other.preRelease.size());
  }

  private long number(int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }

  /** Numbers by amount, before all words; words by their characters. */
  private static int compare(String one, String other) {
    boolean oneNumber = DIGITS.matcher(one).matches();
    boolean otherNumber = DIGITS.matcher(other).matches();
    if (oneNumber && otherNumber) {
      String a = withoutZeros(one);
      String b = withoutZeros(other);
      return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
    }
    return oneNumber == otherNumber ? one.compareTo(other) : oneNumber ? -1 : 1;
  }

  private static String withoutZeros(String digits) {
    int start = 0;
    while (start < digits.length() && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }
}
