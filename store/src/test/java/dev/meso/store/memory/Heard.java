package dev.meso.store.memory;

import dev.meso.store.port.WatchListener;
import java.util.ArrayList;
import java.util.List;

/** Writes down, as text, what a watch says. */
final class Heard implements WatchListener {
  private final List<String> lines = new ArrayList<>();

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void onCreated(long revision, long clusterId) {
    lines.add("created " + revision + " of " + clusterId);
  }

  @Override
  public void onChanges(List<Change> changes, boolean complete) {
    List<String> all = changes.stream().map(Heard::text).toList();
    lines.add(String.join(",", all) + (complete ? "" : " ..."));
  }

  @Override
  public void onProgress(long revision) {
    lines.add("progress " + revision);
  }

  @Override
  public void onEnd(WatchEnd end) {
    lines.add(
        switch (end) {
          case WatchEnd.Compacted(long revision) -> "compacted " + revision;
          case WatchEnd.Broken(_) -> "broken";
        });
  }

  private static String text(Change change) {
    return switch (change) {
      case Change.Put(var entry) -> entry.key() + "=" + entry.value() + "@" + entry.modRevision();
      case Change.Deleted(String key, long revision) -> key + " gone@" + revision;
    };
  }
}
