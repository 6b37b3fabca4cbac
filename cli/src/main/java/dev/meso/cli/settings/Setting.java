package dev.meso.cli.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the daemons. A setting can be given as a flag ({@code --api-port 7070}), as an
 * environment variable ({@code MESO_API_PORT}) and in a file ({@code api-port = 7070}); the flag
 * wins over the variable, the variable over the file, the file over the default.
 *
 * <p>The table in docs/configuration.md is made from this one.
 */
public enum Setting {
  ETCD(
      "etcd",
      SettingType.URLS,
      "http://127.0.0.1:2379",
      "URL,…",
      "client URLs of etcd, separated by commas; http only, TLS to etcd is not there yet",
      List.of(),
      Part.CONTROLLER,
      Part.AGENT),
  ETCD_ROOT(
      "etcd-root",
      SettingType.TEXT,
      "/meso",
      "PATH",
      "prefix of every key in etcd",
      List.of(),
      Part.CONTROLLER,
      Part.AGENT),
  DATA(
      "data",
      SettingType.TEXT,
      null,
      "DIR",
      "directory of this daemon's own files; ~/.meso/<daemon> unless given",
      List.of(),
      Part.CONTROLLER,
      Part.AGENT,
      Part.UP),
  AGENT_TOKEN_FILE(
      "agent-token-file",
      SettingType.TEXT,
      null,
      "FILE",
      "secret that controllers show to agents; made when absent; agent-token beside the data"
          + " directory unless given",
      List.of(),
      Part.CONTROLLER,
      Part.AGENT),
  LOG_LEVEL(
      "log-level",
      SettingType.LOG_LEVEL,
      "info",
      "LEVEL",
      "error, warn, info or debug",
      List.of(),
      Part.CONTROLLER,
      Part.AGENT,
      Part.UP),
  CONTROLLER_NAME(
      "controller-name",
      SettingType.NAME,
      null,
      "NAME",
      "unique among the controllers; <host>-<api-port> unless given",
      List.of(),
      Part.CONTROLLER),
  API_HOST(
      "api-host",
      SettingType.TEXT,
      "127.0.0.1",
      "ADDRESS",
      "address on which the API listens; one that others reach needs api-tls-cert, and"
          + " api-client-ca or api-token-file",
      List.of(),
      Part.CONTROLLER),
  API_TLS_CERT(
      "api-tls-cert",
      SettingType.TEXT,
      null,
      "FILE",
      "certificate of the API, PEM, with its chain; plain HTTP unless given",
      List.of(),
      Part.CONTROLLER),
  API_TLS_KEY(
      "api-tls-key",
      SettingType.TEXT,
      null,
      "FILE",
      "key of that certificate, PEM (PKCS#8)",
      List.of(),
      Part.CONTROLLER),
  API_CLIENT_CA(
      "api-client-ca",
      SettingType.TEXT,
      null,
      "FILE",
      "authority whose client certificates say who somebody is, PEM",
      List.of(),
      Part.CONTROLLER),
  API_TOKEN_FILE(
      "api-token-file",
      SettingType.TEXT,
      null,
      "FILE",
      "bearer tokens: lines of token,user,uid and perhaps groups in quotes; read again when it"
          + " changes",
      List.of(),
      Part.CONTROLLER),
  API_PORT(
      "api-port",
      SettingType.PORT,
      "7070",
      "PORT",
      "port of the API; with several controllers in one command the first of them; 0 for a free"
          + " one",
      List.of("network.port"),
      Part.CONTROLLER,
      Part.UP),
  CONNECTIONS_MAX(
      "connections-max",
      SettingType.COUNT,
      "1024",
      "N",
      "connections of clients to one controller at most; further ones are closed at once",
      List.of("rabbit.connections"),
      Part.CONTROLLER),
  LOST_AFTER(
      "lost-after",
      SettingType.DURATION,
      "12s",
      "DURATION",
      "how long an agent may be silent before its tasks are replaced",
      List.of(),
      Part.CONTROLLER),
  SHARES_WITHOUT(
      "shares-without",
      SettingType.RESOURCES,
      null,
      "NAMES",
      "resources that do not count in the shares of queues, such as disk; all controllers need the"
          + " same",
      List.of(),
      Part.CONTROLLER),
  COMPACT(
      "compact",
      SettingType.FLAG,
      "false",
      "BOOL",
      "whether the leader compacts etcd, keeping 10 minutes",
      List.of(),
      Part.CONTROLLER),
  AGENT_NAME(
      "agent-name",
      SettingType.NAME,
      null,
      "NAME",
      "unique among the agents; the first label of the host's name unless given",
      List.of(),
      Part.AGENT),
  AGENT_BIND(
      "agent-bind",
      SettingType.TEXT,
      "127.0.0.1",
      "ADDRESS",
      "address on which the agent's own API listens; loopback only until TLS exists",
      List.of(),
      Part.AGENT),
  AGENT_PORT(
      "agent-port",
      SettingType.PORT,
      "0",
      "PORT",
      "port of the agent's own API; 0 for a free one",
      List.of(),
      Part.AGENT),
  AGENT_HOST(
      "agent-host",
      SettingType.TEXT,
      "127.0.0.1",
      "ADDRESS",
      "address under which the ports of tasks are reached; given to them as HOST",
      List.of(),
      Part.AGENT),
  RESOURCES(
      "resources",
      SettingType.TEXT,
      null,
      "LIST",
      "what the agent offers instead of what it detects, for instance cpu=4,memory=8Gi",
      List.of(),
      Part.AGENT),
  MEMORY(
      "memory",
      SettingType.QUANTITY,
      null,
      "QUANTITY",
      "memory that the agent offers instead of what it detects; a plain number under the second"
          + " name counts MiB",
      List.of(Setting.CLASSIC_MEMORY),
      Part.AGENT),
  ATTRIBUTES(
      "attributes",
      SettingType.TEXT,
      null,
      "LIST",
      "facts about the machine for nodeSelector, for instance rack=r1,disk=ssd",
      List.of(),
      Part.AGENT),
  PORT_RANGES(
      "port-ranges",
      SettingType.TEXT,
      "31000-31999",
      "RANGES",
      "host ports for tasks",
      List.of(),
      Part.AGENT),
  LOG_FILE_SIZE(
      "log-file-size",
      SettingType.FILE_SIZE,
      "10Mi",
      "QUANTITY",
      "size of a task's stdout or stderr before it is rotated; one older file is kept",
      List.of(),
      Part.AGENT),
  SANDBOX_KEEP(
      "sandbox-keep",
      SettingType.DURATION,
      "168h",
      "DURATION",
      "how long the sandbox of an ended task is kept",
      List.of(),
      Part.AGENT),
  SANDBOX_BYTES(
      "sandbox-bytes",
      SettingType.QUANTITY,
      "10Gi",
      "QUANTITY",
      "bytes of ended sandboxes on an agent at most; the oldest go first",
      List.of(),
      Part.AGENT);

  /** Which command takes a setting. */
  public enum Part {
    CONTROLLER,
    AGENT,
    UP
  }

  /** The one classic name whose plain numbers have a unit: MiB. */
  static final String CLASSIC_MEMORY = "memory.resource.memory";

  private final String key;
  private final SettingType type;
  private final @Nullable String defaultValue;
  private final String placeholder;
  private final String description;
  private final List<String> classicNames;
  private final List<Part> parts;

  Setting(
      String key,
      SettingType type,
      @Nullable String defaultValue,
      String placeholder,
      String description,
      List<String> classicNames,
      Part... parts) {
    this.key = key;
    this.type = type;
    this.defaultValue = defaultValue;
    this.placeholder = placeholder;
    this.description = description;
    this.classicNames = classicNames;
    this.parts = List.of(parts);
  }

  /** The name in files. */
  public String key() {
    return key;
  }

  /** The name on the command line. */
  public String flag() {
    return "--" + key;
  }

  /** The name in the environment. */
  public String variable() {
    return "MESO_" + key.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  public SettingType type() {
    return type;
  }

  /** Absent when there is no default, or when it depends on other things. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** What the value is, in help texts. */
  public String placeholder() {
    return placeholder;
  }

  /** One sentence for help texts and the documentation. */
  public String description() {
    return description;
  }

  /** Names that users of the original know, allowed in files. */
  public List<String> classicNames() {
    return classicNames;
  }

  /** The commands that take it. */
  public List<Part> parts() {
    return parts;
  }

  /** The setting with this name in a file, by its own or a classic name. */
  public static Optional<Setting> ofKey(String key) {
    for (Setting setting : values()) {
      if (setting.key.equals(key) || setting.classicNames.contains(key)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }
}
