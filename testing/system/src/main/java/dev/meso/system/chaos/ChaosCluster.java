package dev.meso.system.chaos;

import dev.meso.system.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Three members of etcd, two controllers and three agents, all of which can be harmed. */
final class ChaosCluster implements AutoCloseable {
  static final int CONTROLLERS = 2;
  static final int AGENTS = 3;
  static final String ROOT = "/meso/";
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final int FIRST_TASK_PORT = 20_000;
  private static final int TASK_PORTS = 100;

  private final Path directory;
  private final Network network = new Network();
  private final EtcdCluster etcd;
  private final SortedMap<String, Node> nodes = new TreeMap<>();
  private final List<Daemon> daemons = new ArrayList<>();
  private final SortedMap<String, Integer> apiPorts = new TreeMap<>();
  private final SortedMap<String, SmallDisk> disks = new TreeMap<>();

  /**
   * Prepares all of it; nothing runs yet.
   *
   * @param smallDisks whether agents work on small file systems of their own
   */
  ChaosCluster(Path directory, boolean smallDisks) {
    this.directory = directory;
    this.etcd = new EtcdCluster(directory, network);
    etcd.members().forEach(member -> nodes.put(member.name(), member));
    for (int i = 1; i <= CONTROLLERS; i++) {
      addController("controller-" + i);
    }
    for (int i = 1; i <= AGENTS; i++) {
      addAgent("agent-" + i, FIRST_TASK_PORT + i * TASK_PORTS, smallDisks);
    }
  }

  /** Starts all of it and waits until a leader sees every agent. */
  void start() {
    etcd.start();
    daemons.forEach(Daemon::restart);
    Eventually.holds(READY_WITHIN, () -> "the agents are ready", () -> readyAgents() == AGENTS);
  }

  Network network() {
    return network;
  }

  EtcdCluster etcd() {
    return etcd;
  }

  Node node(String name) {
    Node node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException(name);
    }
    return node;
  }

  Optional<SmallDisk> disk(String agent) {
    return Optional.ofNullable(disks.get(agent));
  }

  List<Daemon> daemons() {
    return List.copyOf(daemons);
  }

  /** The names of the nodes of each lane. */
  Map<FaultKind.Lane, List<String>> lanes() {
    Map<FaultKind.Lane, List<String>> lanes = new EnumMap<>(FaultKind.Lane.class);
    lanes.put(FaultKind.Lane.CONTROLLERS, named("controller-"));
    lanes.put(FaultKind.Lane.AGENTS, named("agent-"));
    lanes.put(FaultKind.Lane.ETCD, named("etcd-"));
    return lanes;
  }

  /** URLs of the controllers' API, by name of the controller. */
  SortedMap<String, String> servers() {
    SortedMap<String, String> servers = new TreeMap<>();
    apiPorts.forEach((name, port) -> servers.put(name, "http://127.0.0.1:" + port));
    return servers;
  }

  /** How many agents the leader calls ready. */
  long readyAgents() {
    return etcd.gateway().list(ROOT + "status/agents/").stream()
        .flatMap(listing -> listing.entries().values().stream())
        .filter(value -> Keys.json(value.text()).at("/status/phase").asString("").equals("Ready"))
        .count();
  }

  /** Kills everything, tasks too, and takes the small disks away. */
  @Override
  public void close() {
    daemons.forEach(Daemon::retire);
    LeftProcesses.kill(directory);
    etcd.close();
    daemons.forEach(Daemon::closeWires);
    disks.values().forEach(SmallDisk::close);
  }

  private void addController(String name) {
    int port = Ports.free();
    apiPorts.put(name, port);
    add(
        name,
        List.of(
            "controller",
            "--controller-name=" + name,
            "--api-port=" + port,
            "--data=" + directory.resolve(name),
            "--agent-token-file=" + directory.resolve("agent-token")));
  }

  private void addAgent(String name, int firstPort, boolean smallDisk) {
    if (smallDisk) {
      disks.put(name, SmallDisk.mount(directory.resolve(name)));
    }
    add(
        name,
        List.of(
            "agent",
            "--agent-name=" + name,
            "--resources=cpu=32,memory=8Gi",
            "--port-ranges=" + firstPort + "-" + (firstPort + TASK_PORTS - 1),
            "--data=" + directory.resolve(name).resolve("data"),
            "--agent-token-file=" + directory.resolve("agent-token")));
  }

  private void add(String name, List<String> arguments) {
    Daemon daemon = new Daemon(name, directory, etcd.wiresOf(name), arguments);
    daemons.add(daemon);
    nodes.put(name, daemon);
  }

  private List<String> named(String prefix) {
    return nodes.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }
}
