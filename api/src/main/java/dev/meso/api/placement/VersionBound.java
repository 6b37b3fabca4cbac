package dev.meso.api.placement;

import java.util.List;
import java.util.Optional;

/**
 * A comparison with a version, such as {@code >= 5.10}.
 *
 * @param operator one of {@link #OPERATORS}
 */
public record VersionBound(String operator, Version version) {

  /** What may stand before a version; longer ones first, as they begin alike. */
  public static final List<String> OPERATORS = List.of(">=", "<=", "!=", ">", "<", "=");

  /** The comparison that a text is, if it is one. */
  public static Optional<VersionBound> parse(String text) {
    String trimmed = text.strip();
    for (String operator : OPERATORS) {
      if (trimmed.startsWith(operator)) {
        return Version.parse(trimmed.substring(operator.length()).strip())
            .map(version -> new VersionBound(operator, version));
      }
    }
    return Optional.empty();
  }

  /** Whether a version is within the bound. */
  public boolean holds(Version found) {
    int order = found.compareTo(version);
    return switch (operator) {
      case ">=" -> order >= 0;
      case "<=" -> order <= 0;
      case "!=" -> order != 0;
      case ">" -> order > 0;
      case "<" -> order < 0;
      default -> order == 0;
    };
  }
}
