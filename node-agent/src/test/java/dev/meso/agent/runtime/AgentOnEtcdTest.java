package dev.meso.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Registration;
import dev.meso.store.etcd.EtcdAddress;
import dev.meso.store.etcd.EtcdStore;
import dev.meso.store.etcd.local.LocalEtcd;
import dev.meso.store.etcd.local.LocalEtcdOptions;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a user starts it: real processes, real etcd. */
@Timeout(120)
class AgentOnEtcdTest {
  @TempDir Path dir;

  @Test
  void anAgentComesBackAsTheSameAgentUnderANewSession() throws Exception {
    assumeTrue(LocalEtcd.isInstalled(), "skipped: no etcd on the PATH");
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcdOptions.in(dir.resolve("etcd")));
        EtcdStore store = EtcdStore.connect(EtcdAddress.parse(etcd.clientUrl().toString()))) {
      AgentConfig config =
          AgentConfig.of(
              "a-1", etcd.clientUrl().toString(), dir.resolve("agent"), dir.resolve("token"));
      Registration first;
      long session;
      try (Agent agent = Agent.start(config)) {
        first = agent.registered().get(30, TimeUnit.SECONDS);
        session = read(store, new Key.Alive("a-1")).getFirst().createRevision();
      }
      // Closing gives the lease back, so nobody has to wait for its end.
      assertThat(read(store, new Key.Alive("a-1"))).isEmpty();
      try (Agent agent = Agent.start(config)) {
        Registration second = agent.registered().get(30, TimeUnit.SECONDS);
        assertThat(second.uid()).isEqualTo(first.uid());
        assertThat(read(store, new Key.Alive("a-1")).getFirst().createRevision())
            .isGreaterThan(session);
        String stored = read(store, new Key.Registration("a-1")).getFirst().value();
        assertThat(Json.read(Registration.class, stored)).isEqualTo(second);
        assertThat(agent.fault()).isNotDone();
      }
    }
  }

  private static List<Entry> read(EtcdStore store, Key key) {
    return store
        .range(RangeRequest.key(new Keyspace("/meso").text(key)), Duration.ofSeconds(10))
        .toCompletableFuture()
        .join()
        .entries();
  }
}
