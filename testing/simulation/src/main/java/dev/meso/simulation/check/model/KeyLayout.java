package dev.meso.simulation.check.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The layout of the keys, as docs/etcd-keys.md has it. Not thread-safe: it remembers keys. */
public final class KeyLayout {
  public static final String APPS = "apps";
  public static final String JOBS = "jobs";
  public static final String TASKS = "tasks";
  public static final String AGENTS = "agents";
  public static final String NAMESPACES = "namespaces";
  public static final String QUEUES = "queues";
  public static final String VOLUMES = "volumes";

  private static final Set<String> NAMESPACED = Set.of(APPS, JOBS, TASKS, VOLUMES);

  /** Keys that are remembered; beyond that they are parsed again. */
  private static final int REMEMBERED_MAX = 100_000;

  private final String root;
  private final Map<String, Place> remembered = new LinkedHashMap<>();

  /** A layout below a root such as {@code /meso}. */
  public KeyLayout(String root) {
    this.root = root;
  }

  /** What a key is. */
  public Place place(String key) {
    Place known = remembered.get(key);
    if (known == null) {
      known = parse(key);
      if (remembered.size() < REMEMBERED_MAX) {
        remembered.put(key, known);
      }
    }
    return known;
  }

  private Place parse(String key) {
    if (key.startsWith(root + "-events/")) {
      return new Place.SoftEvent();
    }
    if (!key.startsWith(root + "/")) {
      return new Place.Unknown();
    }
    String[] part = key.substring(root.length() + 1).split("/", -1);
    for (String each : part) {
      if (each.isEmpty()) {
        return new Place.Unknown();
      }
    }
    return switch (part[0]) {
      case "spec" -> object(part, true);
      case "status" -> object(part, false);
      case "assignments", "reports" -> attempt(part);
      case "registrations", "alive", "barrier" ->
          part.length == 2 ? named(part[0], part[1]) : new Place.Unknown();
      case "leader", "meta" -> part.length == 1 ? single(part[0]) : new Place.Unknown();
      default -> new Place.Unknown();
    };
  }

  private static Place named(String prefix, String name) {
    return switch (prefix) {
      case "registrations" -> new Place.Registration(name);
      case "alive" -> new Place.Alive(name);
      default -> new Place.Barrier(name);
    };
  }

  private static Place single(String key) {
    return key.equals("leader") ? new Place.Leader() : new Place.Meta();
  }

  private static Place object(String[] part, boolean spec) {
    if (part.length < 3) {
      return new Place.Unknown();
    }
    boolean namespaced = NAMESPACED.contains(part[1]);
    boolean cluster =
        part[1].equals(AGENTS) || part[1].equals(NAMESPACES) || part[1].equals(QUEUES);
    if (namespaced ? part.length != 4 : !cluster || part.length != 3) {
      return new Place.Unknown();
    }
    String namespace = namespaced ? part[2] : "";
    String name = part[part.length - 1];
    return spec
        ? new Place.Spec(part[1], namespace, name)
        : new Place.Status(part[1], namespace, name);
  }

  private static Place attempt(String[] part) {
    if (part.length != 5 || !part[4].matches("[1-9][0-9]{0,17}")) {
      return new Place.Unknown();
    }
    AttemptPath path = new AttemptPath(new TaskName(part[2], part[3]), Long.parseLong(part[4]));
    return part[0].equals("reports")
        ? new Place.Report(part[1], path)
        : new Place.Assignment(part[1], path);
  }

  public String spec(String plural, String namespace, String name) {
    return root + "/spec/" + object(plural, namespace, name);
  }

  public String status(String plural, String namespace, String name) {
    return root + "/status/" + object(plural, namespace, name);
  }

  public String assignment(String agent, AttemptPath path) {
    return root + "/assignments/" + agent + "/" + path.task() + "/" + path.attempt();
  }

  public String report(String agent, AttemptPath path) {
    return root + "/reports/" + agent + "/" + path.task() + "/" + path.attempt();
  }

  public String registration(String agent) {
    return root + "/registrations/" + agent;
  }

  public String alive(String agent) {
    return root + "/alive/" + agent;
  }

  public String leader() {
    return root + "/leader";
  }

  public String barrier(String controller) {
    return root + "/barrier/" + controller;
  }

  private static String object(String plural, String namespace, String name) {
    return plural + "/" + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
