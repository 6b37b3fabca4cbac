package dev.meso.benchmarks.api;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocket;

/**
 * Watches with a selector each, over TLS, each on a connection and a virtual thread of its own.
 * They count events and do nothing else with them, so that the clients cost as little as can be.
 */
final class Watchers implements AutoCloseable {
  private static final String TASKS = "/apis/meso.dev/v1/tasks";
  private static final byte[] MODIFIED =
      "{\"type\":\"MODIFIED\"".getBytes(StandardCharsets.US_ASCII);

  private final Cluster cluster;
  private final List<SSLSocket> sockets = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder events = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private final AtomicBoolean closing = new AtomicBoolean();

  Watchers(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Opens one more, from a revision on. */
  void open(String labelSelector, String resourceVersion) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            cluster
                .tls()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), cluster.port());
    String query =
        "?watch=true&resourceVersion="
            + resourceVersion
            + (labelSelector.isEmpty()
                ? ""
                : "&labelSelector=" + URLEncoder.encode(labelSelector, StandardCharsets.UTF_8));
    String request = "GET " + TASKS + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
    String status = line(in);
    if (!status.contains(" 200 ")) {
      throw new IOException("watch: expected 200, found " + status);
    }
    while (!line(in).isEmpty()) {
      // Passes over the head.
    }
    sockets.add(socket);
    threads.add(Thread.ofVirtual().start(() -> read(in)));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Chunks and events are lines here: an event begins a line, wherever a chunk ends. */
  private void read(InputStream in) {
    byte[] buffer = new byte[1 << 14];
    int matched = 0;
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.add(count);
        for (int i = 0; i < count; i++) {
          matched = buffer[i] == MODIFIED[matched] ? matched + 1 : buffer[i] == MODIFIED[0] ? 1 : 0;
          if (matched == MODIFIED.length) {
            events.increment();
            matched = 0;
          }
        }
      }
      lost();
    } catch (IOException _) {
      lost();
    }
  }

  private void lost() {
    if (!closing.get()) {
      broken.increment();
    }
  }

  long events() {
    return events.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  /** Watches that the server ended. */
  long broken() {
    return broken.sum();
  }

  @Override
  public void close() throws IOException {
    closing.set(true);
    for (SSLSocket socket : sockets) {
      socket.close();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
