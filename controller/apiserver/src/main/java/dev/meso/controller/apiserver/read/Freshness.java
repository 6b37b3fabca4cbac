package dev.meso.controller.apiserver.read;

import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Cause;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.cache.Cache;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a read may rely on.
 *
 * <ul>
 *   <li>without a resourceVersion: not older than any write that this server has acknowledged;
 *   <li>{@code resourceVersion=0}: whatever the cache holds;
 *   <li>{@code resourceVersion=N}: not older than N, wherever N was learnt. A client that writes to
 *       one controller and reads from another sends the resourceVersion that it was answered.
 * </ul>
 *
 * A read that cannot have this in time fails; it never shows something older.
 */
public final class Freshness {
  private final ObjectView view;
  private final Cache cache;
  private final Duration wait;

  public Freshness(ObjectView view, Cache cache, Duration wait) {
    this.view = view;
    this.cache = cache;
    this.wait = wait;
  }

  /** Waits until a read with this resourceVersion may be answered. */
  public void ensure(Optional<String> resourceVersion) throws InterruptedException {
    if (!view.synced()) {
      throw behind("The server has not yet read the cluster's state");
    }
    if (resourceVersion.isEmpty()) {
      ownWrites();
    } else {
      atLeast(revision(resourceVersion.get()));
    }
  }

  /** Waits for this server's own writes. */
  public void ownWrites() throws InterruptedException {
    if (!view.awaitOwnWrites(wait)) {
      throw behind("The server has not yet seen its own last write");
    }
  }

  /** The number in a resourceVersion. */
  public static long revision(String resourceVersion) {
    if (!resourceVersion.matches("[0-9]{1,18}")) {
      throw ApiError.badRequest(
          "resourceVersion: expected a number as it stands in an object or a list, found '"
              + resourceVersion
              + "'");
    }
    return Long.parseLong(resourceVersion);
  }

  private void atLeast(long revision) throws InterruptedException {
    if (view.await(revision, wait.dividedBy(4))) {
      return;
    }
    // The store may have reached it by writes that are none of ours: a proof of freshness tells.
    try {
      cache.fresh(wait).toCompletableFuture().get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw behind(
          "The server's state is older than resourceVersion "
              + revision
              + " and the store does not answer");
    }
    long proven = cache.revision();
    if (proven >= revision && view.await(revision, wait)) {
      return;
    }
    String tooLarge = "Too large resource version: " + revision + ", current: " + proven;
    throw ApiError.of(Reason.TIMEOUT, tooLarge)
        .because(List.of(new Cause("resourceVersion", tooLarge, Cause.REVISION_TOO_LARGE)))
        .retryAfter(Duration.ofSeconds(1));
  }

  private static ApiError behind(String what) {
    return ApiError.of(Reason.UNAVAILABLE, what + "; try again").retryAfter(Duration.ofSeconds(1));
  }
}
