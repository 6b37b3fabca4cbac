package dev.meso.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Controllers, agents and an etcd as processes, in a directory that goes with them. */
final class TestCluster implements AutoCloseable {
  static final Duration READY_WITHIN = Duration.ofSeconds(30);

  private final Path directory;
  private final EtcdProcess etcd;
  private final SortedMap<String, MesoProcess> controllers = new TreeMap<>();
  private final SortedMap<String, Integer> apiPorts = new TreeMap<>();
  private final SortedMap<String, MesoProcess> agents = new TreeMap<>();
  private final ApiClient api = new ApiClient(this::server);

  private TestCluster(Path directory) {
    this.directory = directory;
    this.etcd = EtcdProcess.start(directory);
  }

  /** Starts a cluster and waits until a leader sees every agent. */
  static TestCluster start(Path directory, int controllers, int agents) {
    TestCluster cluster = new TestCluster(directory);
    try {
      for (int i = 1; i <= controllers; i++) {
        cluster.startController("controller-" + i);
      }
      for (int i = 1; i <= agents; i++) {
        cluster.startAgent("agent-" + i);
      }
      cluster.awaitReadyAgents(agents);
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  EtcdProcess etcd() {
    return etcd;
  }

  ApiClient api() {
    return api;
  }

  MesoProcess controller(String name) {
    return present(controllers, name);
  }

  MesoProcess agent(String name) {
    return present(agents, name);
  }

  void startController(String name) {
    int port = apiPorts.computeIfAbsent(name, _ -> EtcdProcess.freePort());
    controllers.put(
        name,
        MesoProcess.start(
            directory.resolve(name + ".log"),
            List.of(
                "controller",
                "--controller-name=" + name,
                "--etcd=" + etcd.url(),
                "--api-port=" + port,
                "--data=" + directory.resolve(name),
                "--agent-token-file=" + directory.resolve("agent-token"))));
  }

  void startAgent(String name) {
    int index = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    int firstPort = 20_000 + index * 100;
    agents.put(
        name,
        MesoProcess.start(
            directory.resolve(name + ".log"),
            List.of(
                "agent",
                "--agent-name=" + name,
                "--etcd=" + etcd.url(),
                "--resources=cpu=32,memory=8Gi",
                "--port-ranges=" + firstPort + "-" + (firstPort + 99),
                "--data=" + directory.resolve(name),
                "--agent-token-file=" + directory.resolve("agent-token"))));
  }

  /** The name of the controller that leads, if one does. */
  Optional<String> leader() {
    String record = etcd.get("/meso/leader");
    return Optional.ofNullable(record)
        .map(text -> tools.jackson.databind.json.JsonMapper.shared().readTree(text))
        .map(json -> json.path("controller").asString());
  }

  void awaitReadyAgents(int count) {
    awaitHolds(
        count + " agents are ready",
        () -> api.list("agents").stream().filter(TestCluster::ready).count() == count);
  }

  void awaitPhase(String task, String phase) {
    awaitHolds(
        "task " + task + " is " + phase,
        () -> api.get("tasks", task).text("/status/phase").equals(phase));
  }

  /** A client of one controller. */
  ApiClient apiOf(String controller) {
    return new ApiClient(() -> "http://127.0.0.1:" + apiPorts.get(controller));
  }

  /** The running tasks of an App by name. */
  SortedMap<String, JsonNode> running(String app) {
    return running(app, api);
  }

  /** The running tasks of an App by name, asked of one server. */
  SortedMap<String, JsonNode> running(String app, ApiClient client) {
    SortedMap<String, JsonNode> running = new TreeMap<>();
    for (JsonNode task : client.list("tasks")) {
      String name = task.at("/metadata/name").asString();
      if (name.startsWith(app + "-") && task.at("/status/phase").asString("").equals("Running")) {
        running.put(name, task);
      }
    }
    return running;
  }

  /** The process ids that the agents report, by task and attempt. */
  SortedMap<String, Long> pids() {
    SortedMap<String, Long> pids = new TreeMap<>();
    for (Map.Entry<String, String> report : etcd.list("/meso/reports/").entrySet()) {
      JsonNode json = tools.jackson.databind.json.JsonMapper.shared().readTree(report.getValue());
      for (JsonNode container : json.path("containers")) {
        if (container.has("pid")) {
          pids.put(report.getKey(), container.path("pid").asLong());
        }
      }
    }
    return pids;
  }

  void awaitHolds(String what, java.util.function.BooleanSupplier condition) {
    Eventually.holds(READY_WITHIN, () -> what + "\n" + describe(), condition);
  }

  /** Everything that helps to understand a failure. */
  String describe() {
    StringBuilder text = new StringBuilder();
    etcd.list("/meso/status/").forEach((key, value) -> text.append(key + " " + value + "\n"));
    etcd.list("/meso/assignments/").forEach((key, value) -> text.append(key + " " + value + "\n"));
    etcd.list("/meso/reports/").forEach((key, value) -> text.append(key + " " + value + "\n"));
    controllers.forEach((name, process) -> text.append(name + ":\n" + process.output()));
    agents.forEach((name, process) -> text.append(name + ":\n" + process.output()));
    return text.toString();
  }

  @Override
  public void close() {
    List<MesoProcess> daemons = new ArrayList<>(controllers.values());
    daemons.addAll(agents.values());
    for (MesoProcess daemon : daemons) {
      if (daemon.alive()) {
        daemon.kill();
      }
    }
    etcd.close();
    killTasks();
  }

  /** Kills what the tasks of this cluster left: processes that work below its directory. */
  private void killTasks() {
    String below = directory.toAbsolutePath().toString();
    Comparator<ProcessHandle> supervisorsFirst = Comparator.comparingLong(ProcessHandle::pid);
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.filter(process -> worksBelow(process.pid(), below))
          .sorted(supervisorsFirst)
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static boolean worksBelow(long pid, String directory) {
    try {
      return Path.of("/proc", Long.toString(pid), "cwd")
          .toRealPath()
          .toString()
          .startsWith(directory);
    } catch (IOException e) {
      return false;
    }
  }

  private String server() {
    for (Map.Entry<String, MesoProcess> controller : controllers.entrySet()) {
      if (controller.getValue().alive()) {
        return "http://127.0.0.1:" + apiPorts.get(controller.getKey());
      }
    }
    throw new IllegalStateException("no controller runs");
  }

  private static boolean ready(JsonNode agent) {
    return agent.at("/status/phase").asString("").equals("Ready");
  }

  private static MesoProcess present(SortedMap<String, MesoProcess> processes, String name) {
    MesoProcess process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException(name);
    }
    return process;
  }

  /** Reads a file of the cluster's directory. */
  String file(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
