package dev.meso.cli.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The settings that one properties file gives.
 *
 * @param path of the file, for messages
 * @param values checked
 */
public record SettingsFile(Path path, Map<Setting, String> values) {

  /**
   * Reads a properties file in which every key must be a setting.
   *
   * @throws SettingsException naming file and key
   */
  public static SettingsFile read(Path path) {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    readProperties(path)
        .forEach(
            (key, value) -> {
              Setting setting = setting(path, key);
              values.put(setting, checked(path, setting, key, value));
            });
    return new SettingsFile(path, values);
  }

  /** The keys and values of a properties file, sorted by key. */
  static Map<String, String> readProperties(Path path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException(String.format(Locale.ROOT, "%s: cannot be read: %s", path, e));
    }
    Map<String, String> sorted = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> sorted.put(key, properties.getProperty(key)));
    return sorted;
  }

  static Setting setting(Path path, String key) {
    return Setting.ofKey(key)
        .orElseThrow(
            () ->
                new SettingsException(
                    String.format(
                        Locale.ROOT,
                        "%s: unknown key '%s'; the keys are listed in docs/configuration.md",
                        path,
                        key)));
  }

  /** The value of a key, checked; the original counts memory in MiB, without a unit. */
  static String checked(Path path, Setting setting, String key, String value) {
    boolean mebibytes = key.equals(Setting.CLASSIC_MEMORY) && value.strip().matches("\\d+");
    return Settings.checked(
        setting,
        mebibytes ? value.strip() + "Mi" : value,
        String.format(Locale.ROOT, "%s: key %s", path, key));
  }
}
