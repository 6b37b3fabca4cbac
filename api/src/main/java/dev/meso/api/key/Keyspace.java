package dev.meso.api.key;

import dev.meso.api.kind.Kind;
import dev.meso.api.record.AttemptId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads the text of keys below one root, {@code /meso} unless configured.
 *
 * <p>Immutable and thread-safe. Ids in keys match {@link #ID}: lower-case letters, digits, hyphens
 * and dots, at most 253 characters, so {@code /} is never in them.
 */
public final class Keyspace {

  /** What an id in a key looks like. */
  public static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  private static final int ID_LENGTH_MAX = 253;

  /** The largest number of an attempt: fifteen digits, which always fit a long. */
  private static final long ATTEMPT_MAX = 999_999_999_999_999L;

  private static final int ATTEMPT_DIGITS_MAX = 15;

  private static final String SPEC = "spec";
  private static final String STATUS = "status";
  private static final String ASSIGNMENTS = "assignments";
  private static final String REPORTS = "reports";
  private static final String REGISTRATIONS = "registrations";
  private static final String ALIVE = "alive";
  private static final String LEADER = "leader";
  private static final String BARRIER = "barrier";
  private static final String META = "meta";

  private final String root;

  /**
   * A key space below {@code root}.
   *
   * @throws IllegalArgumentException if it does not start with {@code /}, or ends with it
   */
  public Keyspace(String root) {
    if (!root.startsWith("/") || root.endsWith("/") || root.contains("//")) {
      throw new IllegalArgumentException(
          "etcd root: expected a path such as /meso that starts with / and does not end with it,"
              + " found '"
              + root
              + "'");
    }
    this.root = root;
  }

  /** The root without a slash at its end. */
  public String root() {
    return root;
  }

  /** The prefix of every key, slash at its end: what a controller watches. */
  public String everything() {
    return root + "/";
  }

  /** The prefix of one agent's assignments: what that agent watches. */
  public String assignmentsOf(String agent) {
    return join(ASSIGNMENTS, id(agent)) + "/";
  }

  /** The prefix of one agent's reports. */
  public String reportsOf(String agent) {
    return join(REPORTS, id(agent)) + "/";
  }

  /** The prefix of every alive key. */
  public String everyAlive() {
    return join(ALIVE) + "/";
  }

  /** The prefix of the specs of one kind, of one namespace or of all. */
  public String specsOf(Kind kind, @Nullable String namespace) {
    return collection(SPEC, kind, namespace);
  }

  /** The prefix of the statuses of one kind, of one namespace or of all. */
  public String statusesOf(Kind kind, @Nullable String namespace) {
    return collection(STATUS, kind, namespace);
  }

  /** The text of a key. */
  public String text(Key key) {
    return switch (key) {
      case Key.Spec(Kind kind, String namespace, String name) ->
          object(SPEC, kind, namespace, name);
      case Key.Status(Kind kind, String namespace, String name) ->
          object(STATUS, kind, namespace, name);
      case Key.Assignment(String agent, AttemptId attempt) ->
          join(ASSIGNMENTS, id(agent), attemptPath(attempt));
      case Key.Report(String agent, AttemptId attempt) ->
          join(REPORTS, id(agent), attemptPath(attempt));
      case Key.Registration(String agent) -> join(REGISTRATIONS, id(agent));
      case Key.Alive(String agent) -> join(ALIVE, id(agent));
      case Key.Leader() -> join(LEADER);
      case Key.Barrier(String controller) -> join(BARRIER, id(controller));
      case Key.Meta() -> join(META);
      case Key.Unknown(String text) -> text;
    };
  }

  /** Reads a key; what this version does not know becomes {@link Key.Unknown}. */
  public Key parse(String text) {
    if (!text.startsWith(everything())) {
      return new Key.Unknown(text);
    }
    String[] parts = text.substring(root.length() + 1).split("/", -1);
    for (int i = 1; i < parts.length; i++) {
      if (!isId(parts[i])) {
        return new Key.Unknown(text);
      }
    }
    Key key =
        switch (parts[0]) {
          case SPEC -> object(parts, true);
          case STATUS -> object(parts, false);
          case ASSIGNMENTS -> {
            AttemptId attempt = attempt(parts);
            yield attempt == null ? null : new Key.Assignment(parts[1], attempt);
          }
          case REPORTS -> {
            AttemptId attempt = attempt(parts);
            yield attempt == null ? null : new Key.Report(parts[1], attempt);
          }
          case REGISTRATIONS -> parts.length == 2 ? new Key.Registration(parts[1]) : null;
          case ALIVE -> parts.length == 2 ? new Key.Alive(parts[1]) : null;
          case LEADER -> parts.length == 1 ? new Key.Leader() : null;
          case BARRIER -> parts.length == 2 ? new Key.Barrier(parts[1]) : null;
          case META -> parts.length == 1 ? new Key.Meta() : null;
          default -> null;
        };
    return key == null ? new Key.Unknown(text) : key;
  }

  private static @Nullable Key object(String[] parts, boolean spec) {
    Kind kind = parts.length < 2 ? null : Kind.ofPlural(parts[1]).orElse(null);
    if (kind == null || parts.length != (kind.namespaced() ? 4 : 3)) {
      return null;
    }
    String namespace = kind.namespaced() ? parts[2] : null;
    String name = parts[parts.length - 1];
    return spec ? new Key.Spec(kind, namespace, name) : new Key.Status(kind, namespace, name);
  }

  private static @Nullable AttemptId attempt(String[] parts) {
    if (parts.length != 5 || !isAttempt(parts[4])) {
      return null;
    }
    return new AttemptId(parts[2], parts[3], Long.parseLong(parts[4]));
  }

  /** Whether a text is a number from 1 as it is written in a key: without sign or leading zero. */
  private static boolean isAttempt(String text) {
    if (text.isEmpty() || text.length() > ATTEMPT_DIGITS_MAX || text.charAt(0) == '0') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private String collection(String area, Kind kind, @Nullable String namespace) {
    if (namespace == null) {
      return join(area, kind.plural()) + "/";
    }
    if (!kind.namespaced()) {
      throw new IllegalArgumentException(kind.kindName() + " is not namespaced: " + namespace);
    }
    return join(area, kind.plural(), id(namespace)) + "/";
  }

  private String object(String area, Kind kind, @Nullable String namespace, String name) {
    if (kind.namespaced() && namespace == null) {
      throw new IllegalArgumentException(
          "Key of " + kind.kindName() + " " + name + ": expected a namespace, found none");
    }
    return collection(area, kind, namespace) + id(name);
  }

  private String attemptPath(AttemptId attempt) {
    if (attempt.attempt() < 1 || attempt.attempt() > ATTEMPT_MAX) {
      throw new IllegalArgumentException(
          "Attempt in a key: expected 1 to " + ATTEMPT_MAX + ", found " + attempt.attempt());
    }
    return id(attempt.namespace()) + "/" + id(attempt.task()) + "/" + attempt.attempt();
  }

  private String join(String... parts) {
    return root + "/" + String.join("/", List.of(parts));
  }

  private static String id(String id) {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "Id in a key: expected " + ID.pattern() + ", found '" + id + "'");
    }
    return id;
  }

  /** Whether a text matches {@link #ID}; every key that is read or written is asked this. */
  private static boolean isId(String text) {
    int last = text.length() - 1;
    if (last < 0 || last >= ID_LENGTH_MAX || !plain(text.charAt(0)) || !plain(text.charAt(last))) {
      return false;
    }
    for (int i = 1; i < last; i++) {
      char c = text.charAt(i);
      if (!plain(c) && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
