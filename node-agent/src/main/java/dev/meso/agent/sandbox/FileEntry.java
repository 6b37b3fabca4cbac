package dev.meso.agent.sandbox;

import java.time.Instant;

/**
 * One entry of a directory in a sandbox.
 *
 * @param name without a slash
 * @param type what it is; links are told, never followed
 * @param bytes size of a file; 0 for others
 * @param modified when its content changed last
 */
public record FileEntry(String name, Type type, long bytes, Instant modified) {

  /** What an entry is. */
  public enum Type {
    /** An ordinary file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    LINK,
    /** A device, a socket, a pipe. */
    OTHER
  }
}
