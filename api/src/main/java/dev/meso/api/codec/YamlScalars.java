package dev.meso.api.codec;

import java.util.regex.Pattern;

/**
 * What a plain scalar means, by the core schema of YAML 1.2: {@code yes} and {@code on} are text.
 */
final class YamlScalars {
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
              + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private YamlScalars() {}

  static Tree resolve(String text, int line) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> new Tree.Nil(line);
      case "true", "True", "TRUE" -> new Tree.Bool(line, true);
      case "false", "False", "FALSE" -> new Tree.Bool(line, false);
      default -> isNumber(text) ? new Tree.Num(line, text) : new Tree.Text(line, text);
    };
  }

  private static boolean isNumber(String text) {
    char first = text.charAt(0);
    return (first == '-' || first == '+' || first == '.' || (first >= '0' && first <= '9'))
        && NUMBER.matcher(text).matches();
  }
}
