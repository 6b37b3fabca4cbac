package dev.meso.cli.settings;

import java.util.Locale;
import java.util.stream.Collectors;

/** The table of every setting as docs/configuration.md shows it. */
final class SettingsTable {
  private SettingsTable() {}

  /** The table in Markdown. */
  static String markdown() {
    StringBuilder table = new StringBuilder();
    table.append("| In a file | Flag | Variable | Default | Commands | Meaning |\n");
    table.append("|---|---|---|---|---|---|\n");
    for (Setting setting : Setting.values()) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | `%s %s` | `%s` | %s | %s | %s; expected: %s |\n",
              names(setting),
              setting.flag(),
              setting.placeholder(),
              setting.variable(),
              setting.defaultValue().map(value -> "`" + value + "`").orElse("–"),
              setting.parts().stream()
                  .map(part -> part.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ")),
              setting.description(),
              setting.type().expected()));
    }
    return table.toString();
  }

  private static String names(Setting setting) {
    StringBuilder names = new StringBuilder("`" + setting.key() + "`");
    for (String classic : setting.classicNames()) {
      names.append(", `").append(classic).append('`');
    }
    return names.toString();
  }
}
