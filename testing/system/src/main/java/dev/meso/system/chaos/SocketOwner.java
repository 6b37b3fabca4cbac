package dev.meso.system.chaos;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds which of some processes holds the other end of a connection on loopback, in Linux's table
 * of sockets: members of etcd do not say who they are when they dial each other.
 */
final class SocketOwner {
  /** The second has sockets for IPv4 too, of programs that open them for both. */
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final int LOCAL_ADDRESS = 1;
  private static final int INODE = 9;

  private SocketOwner() {}

  /**
   * The name of the process whose socket has this local port.
   *
   * @param pids process ids by name
   */
  static Optional<String> of(int port, Map<String, Long> pids) {
    try {
      Optional<String> inode = inode(port);
      if (inode.isEmpty()) {
        return Optional.empty();
      }
      String link = "socket:[" + inode.get() + "]";
      for (Map.Entry<String, Long> process : pids.entrySet()) {
        if (holds(process.getValue(), link)) {
          return Optional.of(process.getKey());
        }
      }
      return Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> inode(int port) throws IOException {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    for (Path table : TABLES) {
      if (!Files.exists(table)) {
        continue;
      }
      for (String line : Files.readAllLines(table)) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length > INODE
            && columns[LOCAL_ADDRESS].endsWith(suffix)
            && !columns[INODE].equals("0")) {
          return Optional.of(columns[INODE]);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(long pid, String link) {
    try (DirectoryStream<Path> open =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path descriptor : open) {
        if (link.equals(target(descriptor))) {
          return true;
        }
      }
      return false;
    } catch (IOException _) {
      // The process is gone, so it holds nothing.
      return false;
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException _) {
      // Closed while we looked.
      return "";
    }
  }
}
