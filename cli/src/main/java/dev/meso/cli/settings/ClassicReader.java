package dev.meso.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gathers the keys of {@link ClassicFiles}, checks them together; used once, by one thread. */
final class ClassicReader {
  private static final String MASTER_ADDRESS = "master-address";
  private static final String SLAVE_COUNT = "slave-count";
  private static final String EXECUTABLE_PATH = "executable-path";
  private static final String MULTI_MASTER = "multi-master";
  private static final String LOAD_PARAMETERS = "load-parameters";
  private static final String JAVA_HOME = "JAVA_HOME";

  private static final int JDK_MIN = 25;

  /** An IPv6 address stands in brackets, as in a URL. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[^:\\[\\]\\s]+)(:(?<port>[^:]*))?");

  private static final Pattern JDK_VERSION = Pattern.compile("JAVA_VERSION=\"(\\d{1,4})[^\"]*\"");

  /** Settings that the scripts make for each daemon, and from what. */
  private static final Map<Setting, String> MADE_BY_SCRIPTS =
      new EnumMap<>(
          Map.of(
              Setting.API_HOST, "the host of master-address",
              Setting.CONTROLLER_NAME, "controller-1, controller-2",
              Setting.AGENT_NAME, "slave-1, slave-2 and so on"));

  private final Path directory;
  private final Map<String, FoundKey> own = new TreeMap<>();
  private final Map<Setting, FoundKey> tuned = new EnumMap<>(Setting.class);
  private final List<SettingsFile> settings = new ArrayList<>();

  ClassicReader(Path directory) {
    this.directory = directory;
  }

  ClassicFiles read() {
    xml(directory.resolve(ClassicFiles.MASTER_XML));
    properties(
        required(directory.resolve(ClassicFiles.MESOS_PROPERTIES)),
        List.of(MASTER_ADDRESS, EXECUTABLE_PATH, MULTI_MASTER, LOAD_PARAMETERS));
    properties(required(directory.resolve(ClassicFiles.JAVA_PROPERTIES)), List.of(JAVA_HOME));
    more();
    return result();
  }

  private void xml(Path file) {
    List<String> keys = List.of(MASTER_ADDRESS, SLAVE_COUNT, EXECUTABLE_PATH);
    MasterXml.read(required(file))
        .forEach(
            (key, value) -> {
              if (!keys.contains(key)) {
                throw new SettingsException(
                    String.format(
                        Locale.ROOT,
                        "%s: unknown property '%s'; expected %s",
                        file,
                        key,
                        String.join(", ", keys)));
              }
              addOwn(new FoundKey(file, key, value));
            });
  }

  private void properties(Path file, List<String> keys) {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    SettingsFile.readProperties(file)
        .forEach(
            (written, value) -> {
              // "export JAVA_HOME=/x" reads as the key "export" with the rest as its value.
              boolean exported = written.equals("export") && value.startsWith(JAVA_HOME);
              String key = exported ? JAVA_HOME : written;
              String text = exported ? exportedValue(value) : value.strip();
              if (!keys.contains(key)) {
                Setting setting = SettingsFile.setting(file, key);
                String checked = SettingsFile.checked(file, setting, key, text);
                addSetting(setting, new FoundKey(file, key, checked));
                values.put(setting, checked);
              } else if (!text.isEmpty()) {
                addOwn(new FoundKey(file, key, unquoted(text)));
              }
            });
    settings.add(new SettingsFile(file, values));
  }

  /** Reads the file that load-parameters names, if it names one. */
  private void more() {
    FoundKey found = own.get(LOAD_PARAMETERS);
    if (found == null || found.value().equals("false")) {
      return;
    }
    Path file = directory.resolve(found.value());
    if (!Files.isRegularFile(file)) {
      throw found.refused("false, or a properties file that exists");
    }
    properties(file, List.of());
  }

  private ClassicFiles result() {
    FoundKey address = own.get(MASTER_ADDRESS);
    if (address == null) {
      throw new SettingsException(
          String.format(
              Locale.ROOT,
              "%s: key %s is missing; expected HOST or HOST:PORT",
              directory.resolve(ClassicFiles.MASTER_XML),
              MASTER_ADDRESS));
    }
    Matcher parts = ADDRESS.matcher(address.value());
    if (!parts.matches()) {
      throw address.refused("HOST or HOST:PORT, an IPv6 address in brackets");
    }
    FoundKey multi = own.get(MULTI_MASTER);
    if (multi != null && !List.of("true", "false").contains(multi.value())) {
      throw multi.refused("true or false");
    }
    FoundKey count = own.get(SLAVE_COUNT);
    int slaves = count == null ? 1 : count.number(count.value(), 1, ClassicFiles.SLAVES_MAX);
    if (slaves > 1) {
      onePerAgent(slaves);
    }
    return new ClassicFiles(
        parts.group("host"),
        port(address, parts.group("port")),
        slaves,
        existing(own.get(EXECUTABLE_PATH)),
        multi != null && multi.value().equals("true"),
        jdk(own.get(JAVA_HOME)),
        List.copyOf(settings));
  }

  private void addOwn(FoundKey found) {
    FoundKey before = own.putIfAbsent(found.key(), found);
    if (before != null && !before.value().equals(found.value())) {
      throw found.contradicts(before);
    }
  }

  private void addSetting(Setting setting, FoundKey found) {
    String made = MADE_BY_SCRIPTS.get(setting);
    if (made != null) {
      throw found.refused("no such key: the scripts set it (" + made + ")");
    }
    FoundKey before = tuned.putIfAbsent(setting, found);
    if (before != null && !before.value().equals(found.value())) {
      throw found.contradicts(before);
    }
  }

  /** The port of the API: of the address, or of its setting, which must not say otherwise. */
  private int port(FoundKey address, @Nullable String text) {
    FoundKey setting = tuned.get(Setting.API_PORT);
    if (setting != null) {
      int port = setting.number(setting.value(), 1, 65_535);
      if (text != null && address.number(text, 1, 65_535) != port) {
        throw setting.contradicts(address);
      }
      return port;
    }
    return text != null
        ? address.number(text, 1, 65_535)
        : Setting.API_PORT.defaultValue().map(Integer::parseInt).orElseThrow();
  }

  /** Ports that one agent has to itself cannot be said once for several. */
  private void onePerAgent(int slaves) {
    FoundKey ranges = tuned.get(Setting.PORT_RANGES);
    if (ranges != null) {
      throw ranges.refused(
          "no such key with " + SLAVE_COUNT + " " + slaves + ", as each agent needs its own ports");
    }
    FoundKey port = tuned.get(Setting.AGENT_PORT);
    if (port != null && Integer.parseInt(port.value()) != 0) {
      throw port.refused(
          "0 with " + SLAVE_COUNT + " " + slaves + ", as each agent needs a port of its own");
    }
  }

  private Optional<Path> existing(@Nullable FoundKey found) {
    if (found == null) {
      return Optional.empty();
    }
    Path path = directory.resolve(found.value()).toAbsolutePath().normalize();
    if (!Files.exists(path)) {
      throw found.refused("a path that exists");
    }
    return Optional.of(path);
  }

  private Optional<Path> jdk(@Nullable FoundKey found) {
    Optional<Path> home = existing(found);
    if (found != null && home.filter(ClassicReader::usable).isEmpty()) {
      throw found.refused(
          "a JDK " + JDK_MIN + " or newer, with bin/java and a file release that says so");
    }
    return home;
  }

  private static boolean usable(Path home) {
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      return false;
    }
    try {
      Matcher version = JDK_VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() && Integer.parseInt(version.group(1)) >= JDK_MIN;
    } catch (IOException _) {
      return false;
    }
  }

  private static Path required(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new SettingsException(
          String.format(
              Locale.ROOT,
              "%s: no such file; the start scripts read %s, %s and %s from one directory",
              file,
              ClassicFiles.MASTER_XML,
              ClassicFiles.MESOS_PROPERTIES,
              ClassicFiles.JAVA_PROPERTIES));
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
}
