package dev.meso.api.meta;

import java.util.Optional;
import java.util.regex.Pattern;

/** What names look like: DNS labels, and for machines DNS names (RFC 1123). */
public final class NameSyntax {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?");
  private static final Pattern LABEL_START = Pattern.compile("[a-z0-9][a-z0-9-]*");
  private static final Pattern DNS_NAME =
      Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*");

  private NameSyntax() {}

  /** What is wrong with a DNS label, if anything: expected and found. */
  public static Optional<String> problemOfLabel(String name, int lengthMax) {
    return problem(LABEL, name, lengthMax, "first and last a letter or digit");
  }

  /** What is wrong with the start of a DNS label, which may end with a hyphen, if anything. */
  public static Optional<String> problemOfLabelStart(String name, int lengthMax) {
    return problem(LABEL_START, name, lengthMax, "the first a letter or digit");
  }

  /** What is wrong with a DNS name (labels with dots between), if anything. */
  public static Optional<String> problemOfDnsName(String name, int lengthMax) {
    return problem(DNS_NAME, name, lengthMax, "in labels with dots between");
  }

  /** What is wrong with a name of at most so many DNS labels with dots between, if anything. */
  public static Optional<String> problemOfPath(String name, int levelsMax, int lengthMax) {
    Optional<String> problem = problemOfDnsName(name, lengthMax);
    if (problem.isPresent()) {
      return problem;
    }
    long levels = name.chars().filter(c -> c == '.').count() + 1;
    return levels <= levelsMax
        ? Optional.empty()
        : Optional.of(
            "expected at most " + levelsMax + " labels with dots between, found " + levels);
  }

  private static Optional<String> problem(
      Pattern pattern, String name, int lengthMax, String rest) {
    if (name.length() > lengthMax) {
      return Optional.of("expected at most " + lengthMax + " characters, found " + name.length());
    }
    return pattern.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "expected lower-case letters, digits and hyphens, "
                + rest
                + ", found '"
                + LabelSyntax.clip(name)
                + "'");
  }
}
