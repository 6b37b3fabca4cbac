package dev.meso.api.kind;

/**
 * How large what users say may be. Validation refuses more; every limit is named in its message.
 */
public final class Limits {
  public static final int REPLICAS_MAX = 100_000;
  public static final int COMPLETIONS_MAX = 100_000;
  public static final int CONTAINERS_MAX = 16;
  public static final int PORTS_MAX = 64;
  public static final int ENV_MAX = 1_000;
  public static final int ENDPOINTS_MAX = 64;
  public static final int HISTORY_MAX = 10;
  public static final int TRANSITIONS_MAX = 16;
  public static final int NAME_LENGTH_MAX = 63;

  /** Bytes of a user's object as JSON. */
  public static final int OBJECT_BYTES_MAX = 512 * 1024;

  /** Bytes of a status, an assignment without its spec, or a report. */
  public static final int RECORD_BYTES_MAX = 32 * 1024;

  private Limits() {}
}
