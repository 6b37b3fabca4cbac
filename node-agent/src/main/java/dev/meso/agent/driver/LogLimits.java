package dev.meso.agent.driver;

/**
 * How much of each output stream of a container is kept. Two streams use at most {@code 2 * files *
 * bytesPerFile} of disk, whether the agent runs or not.
 *
 * @param bytesPerFile a file that has grown to this size is rotated; from 4 KiB
 * @param files the file being written and the older ones beside it; 1 to 10, where 1 keeps nothing
 *     but what was written since the last rotation
 */
public record LogLimits(long bytesPerFile, int files) {

  /** 10 MiB a file, two files a stream. */
  public static final LogLimits DEFAULT = new LogLimits(10L << 20, 2);

  /** Checks the ranges. */
  public LogLimits {
    if (bytesPerFile < 4096 || files < 1 || files > 10) {
      throw new IllegalArgumentException(
          "Log limits: expected at least 4096 bytes a file and 1 to 10 files, found "
              + bytesPerFile
              + " bytes and "
              + files
              + " files");
    }
  }
}
