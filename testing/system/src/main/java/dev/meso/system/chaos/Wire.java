package dev.meso.system.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A TCP proxy on loopback in front of one port of a node. Each direction of a connection holds at
 * most {@link #BUFFER_BYTES} and is moved by a virtual thread of its own, which stands still while
 * the {@link Network} says that either end is cut off.
 */
final class Wire implements AutoCloseable {
  static final int BUFFER_BYTES = 16 * 1024;
  private static final int BACKLOG = 64;
  private static final Duration ACCEPT_PAUSE = Duration.ofMillis(10);

  private final Network network;
  private final ServerSocket server;
  private final String to;
  private final int targetPort;
  private final Function<Socket, String> caller;

  /**
   * Listens on a free port.
   *
   * @param caller tells whose connection was accepted
   */
  Wire(Network network, Function<Socket, String> caller, String to, int targetPort) {
    this.network = network;
    this.caller = caller;
    this.to = to;
    this.targetPort = targetPort;
    try {
      this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("Wire to " + to + ": no port to listen on", e);
    }
    Thread.ofVirtual().name("wire-to-" + to).start(this::accept);
  }

  /** As a node's clients and peers must be told. */
  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException _) {
      // Nobody listens, which is what was wanted.
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> join(client));
      } catch (IOException _) {
        // Closed, or this one connection was gone before it was accepted, or no descriptor is left.
        LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
      }
    }
  }

  private void join(Socket client) {
    String from = caller.apply(client);
    Network.Connection half = new Network.Connection(from, to, List.of(client));
    network.opened(half);
    try {
      network.awaitOpen(from, to);
      Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
      Network.Connection whole = new Network.Connection(from, to, List.of(client, target));
      network.opened(whole);
      try {
        client.setTcpNoDelay(true);
        target.setTcpNoDelay(true);
        Thread back = Thread.ofVirtual().start(() -> pump(whole, target, client));
        pump(whole, client, target);
        back.join();
      } finally {
        network.closed(whole);
      }
    } catch (IOException _) {
      // The target does not listen: the client sees its connection end.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      network.closed(half);
    }
  }

  /** Moves bytes one way until either side ends, then ends both. */
  private void pump(Network.Connection connection, Socket source, Socket sink) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = source.getInputStream();
      OutputStream out = sink.getOutputStream();
      int read = in.read(buffer);
      while (read >= 0) {
        network.awaitOpen(connection.from(), connection.to());
        out.write(buffer, 0, read);
        read = in.read(buffer);
      }
    } catch (IOException _) {
      // Ended by one of the two, or by the network.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      connection.close();
    }
  }
}
