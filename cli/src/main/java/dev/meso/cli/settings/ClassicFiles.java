package dev.meso.cli.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The three files that a user of the original has, read together: {@code mesos-master.xml}, {@code
 * Mesos.properties} and {@code Java.properties}. A key that stands in two files must have one
 * value; an unknown key or a bad value is refused with file and key.
 *
 * @param masterHost from {@code master-address}: where the first controller's API listens
 * @param masterPort from {@code master-address}, or {@code network.port}
 * @param slaveCount from {@code slave-count}: agents that the slave script starts
 * @param executablePath from {@code executable-path}: the Meso checkout, or its {@code bin}
 *     directory, or the program itself
 * @param multiMaster from {@code multi-master}: two controllers instead of one
 * @param javaHome from {@code JAVA_HOME}: the JDK that runs everything
 * @param files the settings that the files hold besides, later ones win
 */
public record ClassicFiles(
    String masterHost,
    int masterPort,
    int slaveCount,
    Optional<Path> executablePath,
    boolean multiMaster,
    Optional<Path> javaHome,
    List<SettingsFile> files) {

  public static final String MASTER_XML = "mesos-master.xml";
  public static final String MESOS_PROPERTIES = "Mesos.properties";
  public static final String JAVA_PROPERTIES = "Java.properties";

  /** Agents that one call of the slave script may start. */
  public static final int SLAVES_MAX = 100;

  private static final String MASTER_ADDRESS = "master-address";
  private static final String SLAVE_COUNT = "slave-count";
  private static final String EXECUTABLE_PATH = "executable-path";
  private static final String MULTI_MASTER = "multi-master";
  private static final String LOAD_PARAMETERS = "load-parameters";
  private static final String JAVA_HOME = "JAVA_HOME";

  /**
   * Reads the files of a directory.
   *
   * @throws SettingsException naming file and key, expected and found
   */
  public static ClassicFiles read(Path directory) {
    Reader reader = new Reader();
    reader.xml(directory.resolve(MASTER_XML));
    reader.properties(
        directory.resolve(MESOS_PROPERTIES),
        List.of(MASTER_ADDRESS, EXECUTABLE_PATH, MULTI_MASTER, LOAD_PARAMETERS));
    reader.properties(directory.resolve(JAVA_PROPERTIES), List.of(JAVA_HOME));
    reader.more(directory);
    return reader.result(directory);
  }

  /** One value and where it was found. */
  private record Found(Path file, String key, String value) {

    SettingsException refused(String expected) {
      return new SettingsException(
          String.format(
              Locale.ROOT, "%s: key %s: expected %s, found '%s'", file, key, expected, value));
    }
  }

  /** Gathers keys; used once. */
  private static final class Reader {
    private final Map<String, Found> own = new TreeMap<>();
    private final List<SettingsFile> settings = new ArrayList<>();

    void xml(Path file) {
      MasterXml.read(requireFile(file))
          .forEach(
              (key, value) -> {
                if (!List.of(MASTER_ADDRESS, SLAVE_COUNT, EXECUTABLE_PATH).contains(key)) {
                  throw new SettingsException(
                      String.format(
                          Locale.ROOT,
                          "%s: unknown property '%s'; expected %s, %s or %s",
                          file,
                          key,
                          MASTER_ADDRESS,
                          SLAVE_COUNT,
                          EXECUTABLE_PATH));
                }
                add(new Found(file, key, value));
              });
    }

    void properties(Path file, List<String> keys) {
      Map<Setting, String> values = new EnumMap<>(Setting.class);
      SettingsFile.readProperties(requireFile(file))
          .forEach(
              (written, value) -> {
                // "export JAVA_HOME=/x" reads as the key "export" with the rest as its value.
                boolean exported = written.equals("export") && value.startsWith(JAVA_HOME);
                String key = exported ? JAVA_HOME : written;
                String text = exported ? exportedValue(value) : value.strip();
                if (keys.contains(key)) {
                  if (!text.isEmpty()) {
                    add(new Found(file, key, unquoted(text)));
                  }
                } else {
                  Setting setting = SettingsFile.setting(file, key);
                  values.put(
                      setting, SettingsFile.checked(file, setting, key, inMebibytes(key, text)));
                }
              });
      settings.add(new SettingsFile(file, values));
    }

    /** Reads the file that load-parameters names, if it names one. */
    void more(Path directory) {
      Found found = own.get(LOAD_PARAMETERS);
      if (found == null || found.value().equals("false")) {
        return;
      }
      Path file = directory.resolve(found.value());
      if (!Files.isRegularFile(file)) {
        throw found.refused("false, or a properties file that exists");
      }
      settings.add(SettingsFile.read(file));
    }

    ClassicFiles result(Path directory) {
      Found address = own.get(MASTER_ADDRESS);
      if (address == null) {
        throw new SettingsException(
            String.format(
                Locale.ROOT,
                "%s: key %s is missing; expected HOST or HOST:PORT",
                directory.resolve(MASTER_XML),
                MASTER_ADDRESS));
      }
      String[] parts = address.value().split(":", -1);
      if (parts.length > 2 || parts[0].isBlank()) {
        throw address.refused("HOST or HOST:PORT");
      }
      int port = parts.length == 2 ? number(address, parts[1], 1, 65_535) : defaultPort();
      Found count = own.get(SLAVE_COUNT);
      Found multi = own.get(MULTI_MASTER);
      if (multi != null && !List.of("true", "false").contains(multi.value())) {
        throw multi.refused("true or false");
      }
      return new ClassicFiles(
          parts[0],
          port,
          count == null ? 1 : number(count, count.value(), 1, SLAVES_MAX),
          existing(own.get(EXECUTABLE_PATH), directory),
          multi != null && multi.value().equals("true"),
          existing(own.get(JAVA_HOME), directory),
          List.copyOf(settings));
    }

    private void add(Found found) {
      Found before = own.putIfAbsent(found.key(), found);
      if (before != null && !before.value().equals(found.value())) {
        throw new SettingsException(
            String.format(
                Locale.ROOT,
                "%s: key %s: found '%s', but %s says '%s'; expected one value",
                found.file(),
                found.key(),
                found.value(),
                before.file(),
                before.value()));
      }
    }

    private int defaultPort() {
      for (SettingsFile file : settings.reversed()) {
        String port = file.values().get(Setting.API_PORT);
        if (port != null) {
          return Integer.parseInt(port);
        }
      }
      return Setting.API_PORT.defaultValue().map(Integer::parseInt).orElseThrow();
    }

    private static int number(Found found, String text, int least, int most) {
      try {
        int number = Integer.parseInt(text.strip());
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException _) {
        // Refused below, with what was expected.
      }
      throw found.refused(String.format(Locale.ROOT, "a number from %d to %d", least, most));
    }

    private static Optional<Path> existing(@Nullable Found found, Path directory) {
      if (found == null) {
        return Optional.empty();
      }
      Path path = directory.resolve(found.value()).toAbsolutePath().normalize();
      if (!Files.exists(path)) {
        throw found.refused("a path that exists");
      }
      return Optional.of(path);
    }

    private static Path requireFile(Path file) {
      if (!Files.isRegularFile(file)) {
        throw new SettingsException(
            String.format(
                Locale.ROOT,
                "%s: no such file; the start scripts read %s, %s and %s from one directory",
                file,
                MASTER_XML,
                MESOS_PROPERTIES,
                JAVA_PROPERTIES));
      }
      return file;
    }

    private static String exportedValue(String rest) {
      int equals = rest.indexOf('=');
      return equals < 0 ? "" : rest.substring(equals + 1).strip();
    }

    private static String unquoted(String text) {
      boolean quoted =
          text.length() >= 2
              && (text.startsWith("\"") || text.startsWith("'"))
              && text.charAt(0) == text.charAt(text.length() - 1);
      return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** The original counts memory in MiB, without a unit. */
    private static String inMebibytes(String key, String value) {
      boolean plain = key.toLowerCase(Locale.ROOT).startsWith("memory.") && value.matches("\\d+");
      return plain ? value + "Mi" : value;
    }
  }
}
