package dev.meso.controller.runtime;

import dev.meso.controller.apiserver.http.Listener;
import dev.meso.store.etcd.EtcdAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Settings of one controller.
 *
 * @param name unique among the controllers
 * @param etcd where etcd is
 * @param root of every key
 * @param api where and how the API listens
 * @param connectionsMax connections of clients at most
 * @param lostAfter how long an agent may be silent
 * @param unshared resources that do not count in the shares of queues
 * @param compact whether this controller compacts etcd while it leads
 * @param data directory of this controller's own files
 * @param agentToken shown to agents
 * @param seed of everything random
 */
public record ControllerConfig(
    String name,
    EtcdAddress etcd,
    String root,
    Listener api,
    int connectionsMax,
    Duration lostAfter,
    Set<String> unshared,
    boolean compact,
    Path data,
    String agentToken,
    long seed) {

  public ControllerConfig {
    unshared = Set.copyOf(unshared);
  }

  @Override
  public String toString() {
    // The token stays out of logs.
    return "ControllerConfig["
        + name
        + ", etcd "
        + etcd
        + ", API "
        + api.host()
        + ":"
        + api.port()
        + "]";
  }
}
