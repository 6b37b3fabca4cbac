package dev.meso.controller.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.snapshot.SnapshotHeader;
import dev.meso.api.snapshot.SnapshotRecord;
import dev.meso.store.port.Entry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SnapshotsTest {
  private static final String LATEST = "/apis/meso.dev/v1/snapshots/latest";

  private final TestServer server = TestServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void everyRecordIsThereExactlyAsItIsStoredAndRightsAreNot() {
    server.post(TestServer.APPS, TestServer.app("web", 2));

    Answer answer = server.get(LATEST);

    assertThat(answer.code()).isEqualTo(200);
    List<String> lines = answer.body().lines().toList();
    SnapshotHeader header = Json.read(SnapshotHeader.class, lines.getFirst());
    List<SnapshotRecord> records =
        lines.stream().skip(1).map(line -> Json.read(SnapshotRecord.class, line)).toList();
    assertThat(header.format()).isEqualTo(SnapshotHeader.FORMAT);
    assertThat(header.version()).isEqualTo(SnapshotHeader.VERSION);
    assertThat(header.records()).isEqualTo(records.size());
    Entry web = server.entry(server.spec(Kind.APP, "default", "web")).orElseThrow();
    assertThat(records)
        .contains(
            new SnapshotRecord(web.key(), web.createRevision(), web.modRevision(), web.value()));
    assertThat(header.revision()).isGreaterThanOrEqualTo(web.modRevision());
    assertThat(records)
        .allMatch(record -> SnapshotRecord.belongs(server.keyspace.parse(record.key())));
    assertThat(SnapshotRecord.belongs(new Key.Spec(Kind.CLUSTER_ROLE, null, "view"))).isFalse();
    assertThat(server.entry(new Key.Spec(Kind.CLUSTER_ROLE, null, "view"))).isPresent();
  }

  @Test
  void snapshotsCanOnlyBeRead() {
    assertThat(server.delete(LATEST).code()).isEqualTo(405);
    assertThat(server.get("/apis/meso.dev/v1/snapshots/older").code()).isEqualTo(404);
    assertThat(server.get("/apis/meso.dev/v1/namespaces/default/snapshots/latest").code())
        .isEqualTo(404);
  }
}
