package dev.meso.agent.driver;

import java.util.List;
import java.util.stream.Collectors;

/** Writes text that a POSIX shell reads back unchanged. */
final class ShellText {

  private ShellText() {}

  /** One word, whatever is in it but NUL. */
  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** A command that makes these words the positional parameters. */
  static String setPositional(List<String> words) {
    return words.stream().map(ShellText::quote).collect(Collectors.joining(" ", "set -- ", "\n"));
  }
}
