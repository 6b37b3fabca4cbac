package dev.meso.cli.daemon;

import dev.meso.cli.settings.Setting;
import dev.meso.cli.settings.Settings;
import dev.meso.cli.settings.SettingsException;
import dev.meso.cli.settings.SettingsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of a daemon, one for each of its settings, and what was given for them. */
final class DaemonOptions {
  private final Map<Setting, String> flags = new EnumMap<>(Setting.class);
  private final List<Path> files = new ArrayList<>();
  private boolean exitWithParent;

  /** Adds the flags of one part to a command. */
  static DaemonOptions addTo(CommandSpec command, Setting.Part part) {
    DaemonOptions options = new DaemonOptions();
    for (Setting setting : Setting.values()) {
      if (setting.parts().contains(part)) {
        command.addOption(
            OptionSpec.builder(setting.flag())
                .type(String.class)
                .paramLabel(setting.placeholder())
                .description(description(setting))
                .setter(options.remember(setting))
                .build());
      }
    }
    command.addOption(
        OptionSpec.builder("--config")
            .type(Path.class)
            .paramLabel("FILE")
            .description("A properties file with settings; may be given several times.")
            .setter(options.remember(options.files))
            .build());
    command.addOption(
        OptionSpec.builder(ParentWatch.FLAG)
            .type(boolean.class)
            .arity("0")
            .hidden(true)
            .setter(options.rememberParent())
            .build());
    return options;
  }

  /** The settings in force. */
  Settings settings() {
    return Settings.of(flags, System::getenv, files.stream().map(SettingsFile::read).toList());
  }

  /** The files that were given. */
  List<Path> files() {
    return List.copyOf(files);
  }

  /** What the files say of a setting, the last one that does. */
  Optional<String> inFiles(Setting setting) {
    Optional<String> found = Optional.empty();
    for (Path file : files) {
      String value = SettingsFile.read(file).values().get(setting);
      found = value == null ? found : Optional.of(value);
    }
    return found;
  }

  /**
   * Refuses files that say what no file may.
   *
   * @throws SettingsException naming file and key
   */
  void refuseInFiles(Set<Setting> settings) {
    for (Path file : files) {
      for (Setting setting : SettingsFile.read(file).values().keySet()) {
        if (settings.contains(setting)) {
          throw new SettingsException(
              file + ": key " + setting.key() + ": meso up sets this for each daemon itself");
        }
      }
    }
  }

  /** Whether the daemon ends when its standard input does. */
  boolean exitWithParent() {
    return exitWithParent;
  }

  private static String description(Setting setting) {
    String text = setting.description();
    return Character.toUpperCase(text.charAt(0))
        + text.substring(1)
        + setting.defaultValue().map(value -> "; " + value + " unless given").orElse("")
        + ". $"
        + setting.variable();
  }

  private ISetter remember(Setting setting) {
    return new ISetter() {
      @Override
      public <T> T set(T value) {
        if (value != null) {
          flags.put(setting, value.toString());
        }
        return value;
      }
    };
  }

  private ISetter remember(List<Path> list) {
    return new ISetter() {
      @Override
      public <T> T set(T value) {
        if (value instanceof Path path) {
          list.add(path);
        }
        return value;
      }
    };
  }

  private ISetter rememberParent() {
    return new ISetter() {
      @Override
      public <T> T set(T value) {
        exitWithParent = Boolean.TRUE.equals(value);
        return value;
      }
    };
  }
}
