package dev.meso.store.etcd.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.store.contract.Calls;
import dev.meso.store.etcd.EtcdAddress;
import dev.meso.store.etcd.EtcdStore;
import dev.meso.store.etcd.NeedsEtcd;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsEtcd
class LocalEtcdTest {
  @TempDir Path dir;

  @Test
  void keepsDataAndAddressOverRestarts() {
    LocalEtcdOptions options = LocalEtcdOptions.in(dir);
    LocalEtcd first = LocalEtcd.start(options);
    try (EtcdStore store = connect(first)) {
      new Calls(store).put("/k", "v");
    }
    first.stop();
    assertThat(first.isAlive()).isFalse();
    try (LocalEtcd second = LocalEtcd.start(options);
        EtcdStore store = connect(second)) {
      assertThat(second.takenUp()).isFalse();
      assertThat(second.clientUrl()).isEqualTo(first.clientUrl());
      assertThat(new Calls(store).get("/k").orElseThrow().value()).isEqualTo("v");
    }
  }

  @Test
  void takesUpOneThatStillRuns() {
    LocalEtcdOptions options = LocalEtcdOptions.in(dir);
    try (LocalEtcd running = LocalEtcd.start(options)) {
      LocalEtcd again = LocalEtcd.start(options);
      assertThat(again.takenUp()).isTrue();
      assertThat(again.pid()).isEqualTo(running.pid());
      assertThat(again.clientUrl()).isEqualTo(running.clientUrl());
      again.kill();
      assertThat(running.isAlive()).isFalse();
    }
  }

  @Test
  void usesTheGivenPortOrSaysWhyNot() throws Exception {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      LocalEtcdOptions options = LocalEtcdOptions.in(dir).withClientPort(port);
      assertThatThrownBy(() -> LocalEtcd.start(options))
          .isInstanceOf(EtcdNotUsable.class)
          .hasMessageContaining("address already in use")
          .hasMessageContaining(dir.resolve("etcd.log").toString());
    }
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcdOptions.in(dir).withClientPort(port))) {
      assertThat(etcd.clientUrl().getPort()).isEqualTo(port);
    }
  }

  @Test
  void memoryThatWasCutShortIsNoObstacle() throws Exception {
    Files.writeString(dir.resolve("etcd.properties"), "pid=1\nstar");
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcdOptions.in(dir))) {
      assertThat(etcd.takenUp()).isFalse();
    }
  }

  @Test
  void storeUsesTheMemberThatAnswers() throws Exception {
    int nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcdOptions.in(dir));
        EtcdStore store =
            EtcdStore.connect(
                EtcdAddress.parse("http://127.0.0.1:" + nobody + "," + etcd.clientUrl()))) {
      assertThat(new Calls(store).put("/k", "v")).isPositive();
    }
  }

  private static EtcdStore connect(LocalEtcd etcd) {
    return EtcdStore.connect(EtcdAddress.parse(etcd.clientUrl().toString()));
  }
}
