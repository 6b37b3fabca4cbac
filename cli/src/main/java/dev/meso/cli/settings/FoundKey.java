package dev.meso.cli.settings;

import java.nio.file.Path;
import java.util.Locale;

/**
 * One value and where it was found.
 *
 * @param file in which
 * @param key as it was written there
 */
record FoundKey(Path file, String key, String value) {

  /** The exception that refuses it. */
  SettingsException refused(String expected) {
    return new SettingsException(
        String.format(
            Locale.ROOT, "%s: key %s: expected %s, found '%s'", file, key, expected, value));
  }

  /** The exception that refuses it because another place says otherwise. */
  SettingsException contradicts(FoundKey before) {
    return new SettingsException(
        String.format(
            Locale.ROOT,
            "%s: key %s: found '%s', but key %s of %s says '%s'; expected one value",
            file,
            key,
            value,
            before.key,
            before.file,
            before.value));
  }

  /** The value as a number. */
  int number(String text, int least, int most) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Refused below, with what was expected.
    }
    throw refused(String.format(Locale.ROOT, "a number from %d to %d", least, most));
  }
}
