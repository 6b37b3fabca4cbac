package dev.meso.cli.rehearsal;

import dev.meso.api.kind.Kind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import javax.net.ssl.SSLServerSocket;

/** Gives every request the answer that is right for its path, and remembers nothing. */
final class CannedServer implements AutoCloseable {
  private static final int BACKLOG = 10;
  private static final String META =
      """
      {"name":"NAME","namespace":"default","uid":"u","resourceVersion":"7","generation":1,\
      "creationTimestamp":"2026-01-01T00:00:00Z","labels":{"tier":"front"}}\
      """;
  private static final String SPEC =
      """
      {"containers":[{"name":"server","command":["sh"],"ports":[{"name":"http"}],\
      "resources":{"requests":{"cpu":"100m","memory":"64Mi"}}}],"restartPolicy":"Never"}\
      """;
  private static final String TASK_STATUS =
      """
      {"phase":"Succeeded","attempt":1,"agent":"a-1","ports":{"http":31000},"exitCode":0,\
      "conditions":[{"type":"Ready","status":"True","reason":"Runs","message":"It runs."}],\
      "history":[{"at":"2026-01-01T00:00:00Z","attempt":1,"phase":"Running","agent":"a-1"}]}\
      """;
  private static final String MISSING =
      """
      {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound",\
      "message":"not found","code":404}\
      """;

  private final ServerSocket socket;

  private CannedServer(ServerSocket socket) {
    this.socket = socket;
  }

  static CannedServer plain() throws IOException {
    return start(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
  }

  /** One that wants to know who its clients are. */
  static CannedServer secure(Path certs) throws IOException {
    return start(SecureSockets.open(certs, BACKLOG));
  }

  private static CannedServer start(ServerSocket socket) {
    CannedServer server = new CannedServer(socket);
    Thread.ofPlatform().daemon().name("canned server").start(server::serve);
    return server;
  }

  String url() {
    return (socket instanceof SSLServerSocket ? "https" : "http")
        + "://127.0.0.1:"
        + socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        answer(connection);
      } catch (IOException _) {
        // The client left, or this server was closed.
      }
    }
  }

  /** One request for each connection, which is then closed. */
  private static void answer(Socket connection) throws IOException {
    InputStream in = new BufferedInputStream(connection.getInputStream());
    String[] request = line(in).split(" ", 3);
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    in.skipNBytes(length);
    String path = request[1].replaceFirst("\\?.*", "");
    String last = path.substring(path.lastIndexOf('/') + 1);
    boolean missing = last.equals("none");
    String body = missing ? MISSING : body(path, last, request[0]);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        (missing ? "HTTP/1.1 404 Not Found" : "HTTP/1.1 200 OK")
            + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    connection.getOutputStream().write(bytes);
    connection.getOutputStream().flush();
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

  private static String body(String path, String last, String method) {
    return switch (last) {
      case "version" -> "{\"version\":\"1\"}";
      case "log" -> "a line\n";
      case "explain" -> "{\"summary\":\"It runs.\",\"funnel\":[{\"agents\":3}]}";
      default ->
          Kind.ofPlural(last)
              .filter(_ -> method.equals("GET"))
              .map(kind -> list(kind))
              .orElseGet(() -> object(path, method.equals("GET") ? last : "web"));
    };
  }

  private static String list(Kind kind) {
    String name = kind == Kind.TASK ? "web-0" : "web";
    return "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"9\"},\"items\":["
        + object("/" + kind.plural() + "/", name)
        + "]}";
  }

  private static String object(String path, String name) {
    // The plural that stands last: a namespaced path names its namespace before it.
    Kind kind = Kind.APP;
    int at = -1;
    for (Kind candidate : Kind.values()) {
      int place = path.lastIndexOf("/" + candidate.plural());
      if (place > at) {
        kind = candidate;
        at = place;
      }
    }
    String spec =
        kind == Kind.TASK ? SPEC : "{\"replicas\":2,\"template\":{\"spec\":" + SPEC + "}}";
    String status = kind == Kind.TASK ? TASK_STATUS : "{\"phase\":\"Running\",\"readyReplicas\":2}";
    return "{\"apiVersion\":\""
        + kind.apiVersion()
        + "\",\"kind\":\""
        + kind.kindName()
        + "\",\"metadata\":"
        + META.replace("NAME", name)
        + ",\"spec\":"
        + spec
        + ",\"status\":"
        + status
        + "}";
  }
}
