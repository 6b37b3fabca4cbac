package dev.meso.system.chaos;

import dev.meso.system.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A real etcd of three members. Its peers, and the daemons of Meso, reach one through wires. */
final class EtcdCluster implements AutoCloseable {
  static final int MEMBERS = 3;
  private static final Duration HEALTHY_WITHIN = Duration.ofSeconds(30);

  private final Network network;
  private final List<EtcdMember> members = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();
  private final EtcdGateway gateway;

  EtcdCluster(Path directory, Network network) {
    this.network = network;
    for (int i = 1; i <= MEMBERS; i++) {
      EtcdMember member = new EtcdMember("etcd-" + i, directory);
      members.add(member);
      wires.add(
          new Wire(
              network,
              socket -> SocketOwner.of(socket.getPort(), pids()).orElse("unknown"),
              member.name(),
              member.peerPort()));
    }
    gateway = new EtcdGateway(urls());
  }

  /** Starts the members and waits until they answer. */
  void start() {
    List<String> peers = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      peers.add(members.get(i).name() + "=" + wires.get(i).url());
    }
    for (int i = 0; i < MEMBERS; i++) {
      members.get(i).start(wires.get(i).url(), String.join(",", peers));
    }
    awaitHealthy();
  }

  List<EtcdMember> members() {
    return List.copyOf(members);
  }

  /** Client URLs past every wire. */
  List<String> urls() {
    return members.stream().map(EtcdMember::url).toList();
  }

  EtcdGateway gateway() {
    return gateway;
  }

  /** Wires of one client of its own, to each member, that can be cut with its name. */
  List<Wire> wiresOf(String client) {
    return members.stream()
        .map(member -> new Wire(network, _ -> client, member.name(), member.clientPort()))
        .toList();
  }

  private void awaitHealthy() {
    Eventually.holds(
        HEALTHY_WITHIN, () -> "etcd answers", () -> gateway.list("health").isPresent());
  }

  @Override
  public void close() {
    members.forEach(EtcdMember::retire);
    wires.forEach(Wire::close);
  }

  private SortedMap<String, Long> pids() {
    SortedMap<String, Long> pids = new TreeMap<>();
    members.forEach(member -> pids.put(member.name(), member.pid()));
    return pids;
  }
}
