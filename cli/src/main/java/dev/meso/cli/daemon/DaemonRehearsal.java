package dev.meso.cli.daemon;

import dev.meso.agent.runtime.Agent;
import dev.meso.agent.runtime.AgentConfig;
import dev.meso.cli.client.Connections;
import dev.meso.cli.command.Action;
import dev.meso.cli.session.ExitCode;
import dev.meso.controller.apiserver.http.Listener;
import dev.meso.controller.runtime.Controller;
import dev.meso.controller.runtime.ControllerConfig;
import dev.meso.store.etcd.EtcdAddress;
import dev.meso.store.etcd.local.LocalEtcd;
import dev.meso.store.etcd.local.LocalEtcdOptions;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Runs a controller and an agent in this process for a moment and lets them do what they usually
 * do, so that the JVM can record the classes which they need at their start. Only the build calls
 * this.
 */
@Command(name = "rehearse-daemons", description = "Train the AOT cache of the daemons.%n")
public final class DaemonRehearsal implements Action {
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final String TASKS = "/apis/meso.dev/v1/namespaces/default/tasks";

  @Parameters(paramLabel = "DIR", description = "What 'meso certs init' made.")
  private Path certs = Path.of("");

  private DaemonRehearsal() {}

  /** The command. */
  public static CommandLine commandLine() {
    return new CommandLine(new DaemonRehearsal());
  }

  /** Does it; without an etcd on the PATH there is nothing to rehearse. */
  @Override
  public int run() {
    if (!LocalEtcd.isInstalled()) {
      throw new DaemonFailure("no etcd on the PATH: daemons will start more slowly");
    }
    try {
      Path directory = Files.createTempDirectory("meso-rehearsal");
      try {
        rehearse(directory);
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new DaemonFailure("rehearsal: " + e);
    }
    return ExitCode.OK;
  }

  private void rehearse(Path directory) throws IOException {
    DaemonLogging.configure("info");
    Path token = directory.resolve("token");
    Path agentData = directory.resolve("agent");
    LocalSecurity security = LocalSecurity.in(certs);
    try (LocalEtcd etcd = LocalEtcd.start(LocalEtcdOptions.in(directory.resolve("etcd")))) {
      String url = etcd.clientUrl().toString();
      try (Controller controller =
              Controller.start(
                  new ControllerConfig(
                      "rehearsal",
                      EtcdAddress.parse(url),
                      "/meso",
                      new Listener("127.0.0.1", 0, security.access()),
                      16,
                      Duration.ofSeconds(12),
                      Set.of(),
                      false,
                      directory.resolve("controller"),
                      TokenFile.secret(token),
                      1));
          Agent agent = Agent.start(AgentConfig.of("rehearsal", url, agentData, token))) {
        play(new Connections(security.target(controller.url())), agent);
      }
    }
    LeftTasks.end(List.of(agentData), Duration.ofSeconds(5));
  }

  private static void play(Connections server, Agent agent) throws IOException {
    await(() -> agent.registered().isDone());
    await(() -> get(server, "/readyz").contains("ok"));
    String task =
        "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"Task\",\"metadata\":{\"name\":\"one\"},"
            + "\"spec\":{\"containers\":[{\"name\":\"main\",\"command\":[\"echo\",\"hello\"],"
            + "\"ports\":[{\"name\":\"http\"}]}]}}";
    await(() -> post(server, task) == HttpURLConnection.HTTP_CREATED);
    await(() -> get(server, TASKS + "/one").contains("Succeeded"));
    get(server, TASKS + "/one/log?container=main");
    get(server, TASKS);
    get(server, "/apis/meso.dev/v1/agents");
    get(server, "/metrics");
  }

  /** What is asked again and again. */
  private interface Question {
    boolean answeredYes() throws IOException;
  }

  private static void await(Question question) throws IOException {
    long begin = System.nanoTime();
    while (!question.answeredYes()) {
      if (System.nanoTime() - begin > WITHIN.toNanos()) {
        throw new DaemonFailure("the rehearsal took longer than " + WITHIN.toSeconds() + " s");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static String get(Connections server, String path) {
    try {
      HttpURLConnection connection = server.to(path);
      try (var body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException _) {
      return "";
    }
  }

  private static int post(Connections server, String body) throws IOException {
    HttpURLConnection connection = server.to(TASKS);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    return connection.getResponseCode();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
