package dev.meso.cli.settings;

import dev.meso.api.resource.Quantity;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The settings in force, each checked. Immutable. */
public final class Settings {
  private final Map<Setting, String> values;

  private Settings(Map<Setting, String> values) {
    this.values = values;
  }

  /**
   * Puts the settings together.
   *
   * @param flags by setting; they win
   * @param environment looks up a variable, null when it is not set
   * @param files in order; a later one wins
   * @throws SettingsException naming the flag, the variable or the file and key, expected and found
   */
  @SuppressWarnings("NullAway") // System.getenv answers null for what is not set
  public static Settings of(
      Map<Setting, String> flags, UnaryOperator<String> environment, List<SettingsFile> files) {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      setting.defaultValue().ifPresent(value -> values.put(setting, value));
    }
    for (SettingsFile file : files) {
      values.putAll(file.values());
    }
    for (Setting setting : Setting.values()) {
      String value = environment.apply(setting.variable());
      if (value != null) {
        values.put(setting, checked(setting, value, "environment variable " + setting.variable()));
      }
    }
    flags.forEach(
        (setting, value) -> values.put(setting, checked(setting, value, "flag " + setting.flag())));
    return new Settings(values);
  }

  /** The value, if it was given or has a default. */
  public Optional<String> text(Setting setting) {
    return Optional.ofNullable(values.get(setting));
  }

  /** The value of a setting that has a default. */
  public String require(Setting setting) {
    return text(setting)
        .orElseThrow(() -> new SettingsException("setting " + setting.key() + " is not given"));
  }

  /** The value as a number. */
  public int number(Setting setting) {
    return Integer.parseInt(require(setting));
  }

  /** The value as yes or no. */
  public boolean flag(Setting setting) {
    return Boolean.parseBoolean(require(setting));
  }

  /** The value as a time span. */
  public Duration duration(Setting setting) {
    return SettingType.duration(require(setting));
  }

  /** The value as an amount. */
  public Quantity quantity(Setting setting) {
    return Quantity.parse(require(setting));
  }

  /** The value as a list. */
  public List<String> list(Setting setting) {
    return List.of(require(setting).split("\\s*,\\s*"));
  }

  /** The value as a set of names; empty when it is not given. */
  public Set<String> names(Setting setting) {
    return text(setting).isEmpty() ? Set.of() : new TreeSet<>(list(setting));
  }

  static String checked(Setting setting, String value, String where) {
    String stripped = value.strip();
    if (!setting.type().accepts(stripped)) {
      throw new SettingsException(
          String.format(
              Locale.ROOT,
              "%s: expected %s, found '%s'",
              where,
              setting.type().expected(),
              stripped));
    }
    return stripped;
  }
}
