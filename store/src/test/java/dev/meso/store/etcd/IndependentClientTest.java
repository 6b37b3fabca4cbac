package dev.meso.store.etcd;

import static dev.meso.store.contract.Calls.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.contract.Calls;
import dev.meso.store.contract.Recorder;
import dev.meso.store.contract.Recorder.Signal;
import dev.meso.store.port.Entry;
import dev.meso.store.port.WatchListener.Change;
import dev.meso.store.port.WatchRequest;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that nobody here wrote reads what we wrote, and we read what it wrote. */
@NeedsEtcd
class IndependentClientTest {
  @TempDir static Path dir;
  private static LocalSubject subject;
  private static Client other;

  @BeforeAll
  static void start() {
    subject = new LocalSubject(dir);
    other = Client.builder().endpoints(subject.address().toString()).build();
  }

  @AfterAll
  static void stop() {
    other.close();
    subject.close();
  }

  @Test
  void othersReadWhatWeWrote() throws Exception {
    BlockingQueue<WatchEvent> heard = new LinkedBlockingQueue<>();
    try (Watch.Watcher _ =
        other
            .getWatchClient()
            .watch(
                bytes("/ours/"),
                WatchOption.builder().isPrefix(true).withRevision(1).build(),
                response -> heard.addAll(response.getEvents()))) {
      long lease = calls().grant(Duration.ofSeconds(60));
      long revision = calls().put("/ours/é", "{\"a\":\"🙂\"}", lease);
      KeyValue read = get("/ours/é");
      assertThat(read.getValue()).isEqualTo(bytes("{\"a\":\"🙂\"}"));
      assertThat(read.getModRevision()).isEqualTo(revision);
      assertThat(read.getCreateRevision()).isEqualTo(revision);
      assertThat(read.getLease()).isEqualTo(lease);
      assertThat(
              other
                  .getLeaseClient()
                  .timeToLive(lease, io.etcd.jetcd.options.LeaseOption.DEFAULT)
                  .get(10, TimeUnit.SECONDS)
                  .getGrantedTTL())
          .isEqualTo(60);
      calls().delete("/ours/é");
      WatchEvent put = heard.poll(10, TimeUnit.SECONDS);
      WatchEvent gone = heard.poll(10, TimeUnit.SECONDS);
      assertThat(put).isNotNull();
      assertThat(put.getEventType()).isEqualTo(WatchEvent.EventType.PUT);
      assertThat(put.getKeyValue().getKey()).isEqualTo(bytes("/ours/é"));
      assertThat(gone).isNotNull();
      assertThat(gone.getEventType()).isEqualTo(WatchEvent.EventType.DELETE);
    }
  }

  @Test
  void weReadWhatOthersWrote() throws Exception {
    Recorder recorder = watch("/theirs/");
    long lease = other.getLeaseClient().grant(60).get(10, TimeUnit.SECONDS).getID();
    put(bytes("/theirs/a"), bytes("plain"));
    var leased = io.etcd.jetcd.options.PutOption.builder().withLeaseId(lease).build();
    long revision =
        done(other.getKVClient().put(bytes("/theirs/b"), bytes("🙂"), leased))
            .getHeader()
            .getRevision();
    Entry expected = new Entry("/theirs/b", "🙂", revision, revision, lease);
    assertThat(calls().get("/theirs/b")).hasValue(expected);
    assertThat(recorder.changes(2).getLast()).isEqualTo(new Change.Put(expected));
    assertThat(calls().store().keepAlive(lease, DEADLINE).toCompletableFuture().get())
        .hasSeconds(60);
    assertThat(done(other.getLeaseClient().revoke(lease)).getHeader().getRevision())
        .isEqualTo(revision + 1);
    assertThat(recorder.changes(1)).containsExactly(new Change.Deleted("/theirs/b", revision + 1));
  }

  @Test
  void bytesThatAreNoTextHarmNeitherReadsNorWatches() throws Exception {
    Recorder recorder = watch("/raw/");
    put(bytes("/raw/a"), raw(0xff, 0xfe));
    put(bytes("/raw/").concat(raw(0xff)), bytes("of a key that is no text"));
    put(bytes("/raw/").concat(raw(0xff, 0xff)), bytes("of another one"));
    put(bytes("/raw/").concat(raw(0x80)), bytes("of a third one"));
    put(bytes("/raw/z"), bytes("after"));
    assertThat(recorder.changes(2)).extracting(Change::key).containsExactly("/raw/a", "/raw/z");
    assertThat(calls().get("/raw/a").orElseThrow().value()).contains("\ufffd");
    for (int page : List.of(1, 2, 3, 10)) {
      assertThat(calls().all("/raw/", page))
          .extracting(Entry::key)
          .containsExactly("/raw/a", "/raw/z");
    }
  }

  @Test
  void pageBeyondTheMessageLimitComesInSmallerOnes() throws Exception {
    for (int i = 0; i < 20; i++) {
      put(bytes("/large/" + i), bytes("x".repeat(200_000)));
    }
    try (EtcdStore narrow = EtcdStore.connect(subject.address(), 1_000_000)) {
      assertThat(new Calls(narrow).all("/large/", 5_000)).hasSize(20);
    }
    assertThat(done(other.getKVClient().get(bytes("/large/"), prefix())).getKvs()).hasSize(20);
  }

  private static Calls calls() {
    return new Calls(subject.store());
  }

  private static Recorder watch(String prefix) {
    Recorder recorder = new Recorder();
    subject.store().watch(new WatchRequest(prefix, 0), recorder);
    recorder.next(Signal.Created.class);
    return recorder;
  }

  private static KeyValue get(String key) throws Exception {
    return done(other.getKVClient().get(bytes(key))).getKvs().getFirst();
  }

  private static void put(ByteSequence key, ByteSequence value) throws Exception {
    done(other.getKVClient().put(key, value));
  }

  private static <T> T done(CompletableFuture<T> call) throws Exception {
    return call.get(10, TimeUnit.SECONDS);
  }

  private static GetOption prefix() {
    return GetOption.builder().isPrefix(true).withKeysOnly(true).build();
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  private static ByteSequence raw(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteSequence.from(bytes);
  }
}
