package dev.meso.api.snapshot;

import java.time.Instant;

/**
 * The first line of a snapshot, as JSON; the records follow, one a line.
 *
 * @param format always {@value #FORMAT}
 * @param version of the format; see {@link #VERSION}
 * @param root of the cluster's keys, for instance {@code /meso}
 * @param revision at which all records were so
 * @param taken when
 * @param program version of the program that took it
 * @param records how many lines follow
 */
public record SnapshotHeader(
    String format,
    int version,
    String root,
    long revision,
    Instant taken,
    String program,
    long records) {

  public static final String FORMAT = "meso-snapshot";

  /** What this program writes, and the newest that it reads. */
  public static final int VERSION = 1;

  /** Records of one snapshot at most. */
  public static final long RECORDS_MAX = 5_000_000;

  /** Characters of one line at most: the largest object, its text escaped. */
  public static final int LINE_LENGTH_MAX = 4 * 1024 * 1024;
}
