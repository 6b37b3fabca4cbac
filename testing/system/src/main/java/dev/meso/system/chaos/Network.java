package dev.meso.system.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is cut off from everybody. A node that is cut off keeps its connections, but no byte passes
 * in either direction until it is healed; then what was sent meanwhile arrives, late, as after a
 * real partition. Any thread may use it.
 */
final class Network {
  /** Connections that are open at once, over all wires. */
  static final int CONNECTIONS_MAX = 4096;

  private final Set<String> cut = new TreeSet<>();
  private final List<Connection> connections = new ArrayList<>();

  /** Two sockets joined by a wire, with the nodes at its ends. */
  record Connection(String from, String to, List<Closeable> sockets) {

    boolean touches(String node) {
      return from.equals(node) || to.equals(node);
    }

    void close() {
      for (Closeable socket : sockets) {
        try {
          socket.close();
        } catch (IOException _) {
          // It is gone, which is what was wanted.
        }
      }
    }
  }

  synchronized void cut(String node) {
    cut.add(node);
  }

  synchronized void heal(String node) {
    cut.remove(node);
    notifyAll();
  }

  /** Breaks every connection of a node; new ones may be made at once. */
  synchronized void reset(String node) {
    connections.stream().filter(connection -> connection.touches(node)).forEach(Connection::close);
  }

  /** Waits while either end is cut off. */
  synchronized void awaitOpen(String from, String to) throws InterruptedException {
    while (cut.contains(from) || cut.contains(to)) {
      wait();
    }
  }

  /** Notes a connection; closes it at once when there are too many. */
  synchronized void opened(Connection connection) {
    if (connections.size() >= CONNECTIONS_MAX) {
      connection.close();
      return;
    }
    connections.add(connection);
  }

  synchronized void closed(Connection connection) {
    connection.close();
    connections.remove(connection);
  }
}
