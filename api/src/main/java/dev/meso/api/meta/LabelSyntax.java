package dev.meso.api.meta;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What label keys and values look like, as Kubernetes has it. A key is a name of at most {@value
 * #NAME_LENGTH_MAX} characters, optionally after a DNS subdomain and a slash; a value is empty or
 * looks like a name.
 */
public final class LabelSyntax {
  public static final int NAME_LENGTH_MAX = 63;
  public static final int PREFIX_LENGTH_MAX = 253;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*");

  private LabelSyntax() {}

  /** What is wrong with a key of a label or annotation, if anything: expected and found. */
  public static Optional<String> problemOfKey(String key) {
    int slash = key.indexOf('/');
    if (slash >= 0) {
      String prefix = key.substring(0, slash);
      if (prefix.length() > PREFIX_LENGTH_MAX || !PREFIX.matcher(prefix).matches()) {
        return Optional.of(
            "expected a DNS name of at most "
                + PREFIX_LENGTH_MAX
                + " characters before the slash of the key, found '"
                + clip(prefix)
                + "'");
      }
    }
    String name = key.substring(slash + 1);
    return isName(name) ? Optional.empty() : Optional.of(expectedName("a key", name));
  }

  /** What is wrong with a label's value, if anything: expected and found. */
  public static Optional<String> problemOfValue(String value) {
    return value.isEmpty() || isName(value)
        ? Optional.empty()
        : Optional.of(expectedName("an empty value or one", value));
  }

  private static boolean isName(String name) {
    return name.length() <= NAME_LENGTH_MAX && NAME.matcher(name).matches();
  }

  private static String expectedName(String what, String found) {
    return "expected "
        + what
        + " of at most "
        + NAME_LENGTH_MAX
        + " letters, digits, '-', '_' or '.', first and last a letter or digit, found '"
        + clip(found)
        + "'";
  }

  /** A text for messages, cut if it is long. */
  static String clip(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
