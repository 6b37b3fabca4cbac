package dev.meso.store.etcd.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The command line of an etcd of one member, with settings that hold under our load. */
final class EtcdCommand {
  /** Log entries kept in memory: at the default of 100,000, large transactions take gigabytes. */
  private static final String SNAPSHOT_COUNT = "2000";

  /** Keys a step; with the default of 1,000, compaction falls behind 100,000 writes a second. */
  private static final String COMPACTION_BATCH = "10000";

  /**
   * Writes and time after which what is in memory goes to disk. Before 3.5 every transaction copies
   * the buffer of what has not, so a small one is worth more than few commits: with the defaults of
   * 10,000 and 100 ms a quarter of all processor time went into copies.
   */
  private static final List<String> SMALL_BUFFER =
      List.of("--backend-batch-limit=2000", "--backend-batch-interval=50ms");

  private static final String QUOTA_BYTES = Long.toString(8L << 30);

  /** etcd compacts by itself; whoever uses one that we did not start decides about that one. */
  private static final String COMPACTION_RETENTION = "10m";

  private EtcdCommand() {}

  static List<String> of(EtcdBinary binary, Path dataDir, URI client, URI peer) {
    // The option lost its prefix in 3.6, and the old spelling goes after that.
    String batchLimit =
        binary.version().atLeast(3, 6)
            ? "--compaction-batch-limit"
            : "--experimental-compaction-batch-limit";
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        binary.path().toString(),
        "--name=meso",
        "--data-dir=" + dataDir,
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=meso=" + peer,
        "--logger=zap",
        "--log-outputs=stderr",
        "--snapshot-count=" + SNAPSHOT_COUNT,
        batchLimit + "=" + COMPACTION_BATCH,
        "--quota-backend-bytes=" + QUOTA_BYTES,
        "--auto-compaction-mode=periodic",
        "--auto-compaction-retention=" + COMPACTION_RETENTION);
    if (!binary.version().atLeast(3, 5)) {
      command.addAll(SMALL_BUFFER);
    }
    return command;
  }
}
