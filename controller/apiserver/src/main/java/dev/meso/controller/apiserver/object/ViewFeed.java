package dev.meso.controller.apiserver.object;

import dev.meso.store.cache.Cache;
import dev.meso.store.cache.CacheChange;
import dev.meso.store.cache.CacheListener;
import dev.meso.store.cache.CacheReset;
import dev.meso.store.cache.Subscription;
import dev.meso.store.port.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the changes of the watch cache into an {@link ObjectView}. A subscription that expired is
 * begun anew from the whole state.
 */
public final class ViewFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ViewFeed.class);

  private final Cache cache;
  private final String prefix;
  private final ObjectView view;
  private @Nullable Subscription subscription;
  private boolean closed;

  private ViewFeed(Cache cache, String prefix, ObjectView view) {
    this.cache = cache;
    this.prefix = prefix;
    this.view = view;
  }

  /** Begins to feed. */
  public static ViewFeed start(Cache cache, String prefix, ObjectView view) {
    ViewFeed feed = new ViewFeed(cache, prefix, view);
    feed.subscribe();
    return feed;
  }

  private synchronized void subscribe() {
    if (!closed) {
      subscription = cache.subscribe(prefix, 0, new Listener());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.close();
    }
  }

  private final class Listener implements CacheListener {
    @Override
    public void onRevision(long revision, List<CacheChange> changes) {
      view.apply(revision, changes.stream().map(Listener::change).toList(), true);
    }

    @Override
    public void onReset(CacheReset reset) {
      if (reset.why() == CacheReset.Why.START) {
        view.reset(reset.revision(), reset.differences().stream().flatMap(Listener::put).toList());
        return;
      }
      view.apply(
          reset.revision(),
          reset.differences().stream().map(Listener::change).toList(),
          reset.sameHistory());
    }

    @Override
    public void onExpired(String why) {
      log.atWarn().addKeyValue("cause", why).log("View of the objects was begun anew");
      subscribe();
    }

    private static KeyChange change(CacheChange change) {
      return switch (change) {
        case CacheChange.Put put -> new KeyChange(put.key(), put.entry());
        case CacheChange.Deleted deleted -> new KeyChange(deleted.key(), null);
      };
    }

    private static java.util.stream.Stream<Entry> put(CacheChange change) {
      return change instanceof CacheChange.Put put
          ? java.util.stream.Stream.of(put.entry())
          : java.util.stream.Stream.empty();
    }
  }
}
