package dev.meso.cli.daemon;

import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.resource.Quantity;
import dev.meso.cli.settings.Setting;
import dev.meso.cli.settings.Settings;
import dev.meso.cli.settings.SettingsException;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settings that are lists of {@code name=value}. */
final class NamedValues {
  private NamedValues() {}

  /** What the agent offers instead of what it detects; {@code memory} has a setting of its own. */
  static SortedMap<String, Quantity> resources(Settings settings) {
    SortedMap<String, Quantity> resources = new TreeMap<>();
    read(settings, Setting.RESOURCES)
        .forEach(
            (name, value) -> {
              try {
                resources.put(name, Quantity.parse(value));
              } catch (IllegalArgumentException e) {
                throw refused(Setting.RESOURCES, name + ": " + e.getMessage());
              }
            });
    settings
        .text(Setting.MEMORY)
        .ifPresent(memory -> resources.put(ResourceRequirements.MEMORY, Quantity.parse(memory)));
    return resources;
  }

  /** Facts about the machine. */
  static SortedMap<String, String> attributes(Settings settings) {
    return read(settings, Setting.ATTRIBUTES);
  }

  private static SortedMap<String, String> read(Settings settings, Setting setting) {
    SortedMap<String, String> values = new TreeMap<>();
    if (settings.text(setting).isEmpty()) {
      return values;
    }
    for (String part : settings.list(setting)) {
      int equals = part.indexOf('=');
      if (equals <= 0 || equals == part.length() - 1) {
        throw refused(setting, "expected a list of name=value, found '" + part + "'");
      }
      if (values.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip())
          != null) {
        throw refused(setting, "'" + part.substring(0, equals) + "' stands there twice");
      }
    }
    return values;
  }

  private static SettingsException refused(Setting setting, String why) {
    return new SettingsException("setting " + setting.key() + ": " + why);
  }
}
