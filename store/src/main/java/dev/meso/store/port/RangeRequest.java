package dev.meso.store.port;

/**
 * A read of one key, or of every key with a prefix, in key order.
 *
 * @param key the key or the prefix
 * @param prefix whether {@code key} is a prefix
 * @param revision reads the state at this revision; 0 for the newest, linearizable
 * @param after continues behind this key of an earlier page; empty for the first page
 * @param limit keys in a page at most; 0 for no limit, allowed only for a single key
 * @param keysOnly leaves the values out
 */
public record RangeRequest(
    String key, boolean prefix, long revision, String after, int limit, boolean keysOnly) {

  public RangeRequest {
    if (prefix ? limit < 1 : limit < 0) {
      throw new IllegalArgumentException(
          "Range of " + key + " needs a page size above 0, found " + limit);
    }
  }

  /** The page size that measured best with etcd. */
  public static final int PAGE = 5_000;

  /** One key, newest state. */
  public static RangeRequest key(String key) {
    return new RangeRequest(key, false, 0, "", 0, false);
  }

  /** The first page of a prefix, newest state. */
  public static RangeRequest prefix(String prefix) {
    return new RangeRequest(prefix, true, 0, "", PAGE, false);
  }

  /** The page behind {@code after}, at the revision of the first page. */
  public RangeRequest next(String after, long revision) {
    return new RangeRequest(key, prefix, revision, after, limit, keysOnly);
  }

  /** The same without values. */
  public RangeRequest withKeysOnly() {
    return new RangeRequest(key, prefix, revision, after, limit, true);
  }
}
