package dev.meso.system;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records every change below a prefix with a client that Meso does not use. */
final class KeyRecorder implements AutoCloseable {
  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final Watch.Watcher watcher;

  private KeyRecorder(EtcdProcess etcd, String prefix) {
    this.watcher =
        etcd.client()
            .getWatchClient()
            .watch(
                EtcdProcess.bytes(prefix),
                // From the present on, so that nothing is missed while the watch is set up.
                WatchOption.builder().isPrefix(true).withRevision(etcd.revision() + 1).build(),
                response -> response.getEvents().forEach(event -> changes.add(Change.of(event))));
  }

  /**
   * One change.
   *
   * @param created whether the key did not exist before
   * @param deleted whether it is gone now
   */
  record Change(long revision, String key, String value, boolean created, boolean deleted) {
    static Change of(WatchEvent event) {
      var entry = event.getKeyValue();
      return new Change(
          entry.getModRevision(),
          entry.getKey().toString(StandardCharsets.UTF_8),
          entry.getValue().toString(StandardCharsets.UTF_8),
          entry.getVersion() == 1,
          event.getEventType() == WatchEvent.EventType.DELETE);
    }
  }

  static KeyRecorder start(EtcdProcess etcd, String prefix) {
    return new KeyRecorder(etcd, prefix);
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  /** Namespace, task and attempt of every assignment that was created. */
  List<String> attempts() {
    List<String> attempts = new ArrayList<>();
    for (Change change : changes) {
      if (change.key().startsWith("/meso/assignments/") && change.created()) {
        String[] parts = change.key().split("/", -1);
        attempts.add(String.join("/", parts[4], parts[5], parts[6]));
      }
    }
    return attempts;
  }

  @Override
  public void close() {
    watcher.close();
  }
}
