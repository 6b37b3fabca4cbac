package dev.meso.cli.rehearsal;

import dev.meso.cli.command.Action;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Output;
import dev.meso.cli.session.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Runs the client commands once against canned answers, so that an AOT cache written by this
 * process holds what they load. {@code hack/build.sh} calls it; users do not.
 */
@Command(name = "rehearse", hidden = true, description = "Train the AOT cache of this command.%n")
public final class Rehearse implements Action {
  private static final Duration TIME_MAX = Duration.ofMinutes(2);
  private static final String MANIFEST =
      """
      apiVersion: meso.dev/v1
      kind: App
      metadata:
        name: web
        labels: {tier: front}
      spec:
        replicas: 2
        template:
          spec:
            terminationGracePeriodSeconds: 5
            containers:
              - name: server
                command: [sh, -c, sleep 1]
                env: [{name: A, value: b}]
                ports: [{name: http}]
                resources: {requests: {cpu: 100m, memory: 64Mi}}
      """;

  private static final String[][] SCENES = {
    {"get"},
    {"get", "apps", "-A", "-o", "wide"},
    {"get", "app/web", "-o", "json"},
    {"get", "tasks", "-o", "yaml"},
    {"get", "apps,jobs,agents,namespaces", "-o", "name"},
    {"get", "app/none"},
    {"apply", "-f", "-"},
    {"describe", "app/web"},
    {"describe", "task/web-0"},
    {"logs", "app/web"},
    {"explain", "task/web-0"},
    {"run", "--", "true"},
    {"version", "-o", "json"},
    {"delete", "job/none"},
    {"get", "--help"},
    {"--help"},
  };

  private final Session session;
  private final Function<Session, ToIntFunction<String[]>> commands;

  @Parameters(paramLabel = "DIR", description = "What 'meso certs init' made.")
  private Path certs = Path.of("");

  /**
   * The command in a session.
   *
   * @param commands runs a command line in a session
   */
  public Rehearse(Session session, Function<Session, ToIntFunction<String[]>> commands) {
    this.session = session;
    this.commands = commands;
  }

  @Override
  public int run() {
    AtomicReference<String> scene = new AtomicReference<>("");
    AtomicInteger result = new AtomicInteger(ExitCode.FAILED);
    Thread stage =
        Thread.ofPlatform().daemon().name("rehearsal").start(() -> result.set(play(scene)));
    try {
      if (!stage.join(TIME_MAX)) {
        throw new Failure(ExitCode.TIMED_OUT, "The rehearsal of '" + scene + "' does not end");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return result.get();
  }

  private int play(AtomicReference<String> current) {
    try (CannedServer plain = CannedServer.plain();
        CannedServer secure = CannedServer.secure(certs)) {
      int code =
          play(
              current,
              Map.of(
                  Session.KUBECONFIG_VARIABLE,
                  certs.resolve("admin.kubeconfig").toString(),
                  Session.SERVER_VARIABLE,
                  secure.url()),
              SCENES);
      return code == ExitCode.OK
          ? play(
              current,
              Map.of(Session.SERVER_VARIABLE, plain.url()),
              new String[][] {SCENES[0], SCENES[1]})
          : code;
    } catch (IOException e) {
      session.note("meso: rehearsal: " + e);
      return ExitCode.FAILED;
    }
  }

  private int play(
      AtomicReference<String> current, Map<String, String> environment, String[][] scenes) {
    for (String[] scene : scenes) {
      current.set(String.join(" ", scene));
      Session stage =
          new Session(
              environment,
              new ByteArrayInputStream(MANIFEST.getBytes(StandardCharsets.UTF_8)),
              new Output(OutputStream.nullOutputStream()),
              new Output(OutputStream.nullOutputStream()),
              session.clock());
      int code = commands.apply(stage).applyAsInt(scene.clone());
      if (code != ExitCode.OK && code != ExitCode.NOT_FOUND) {
        session.note("meso: rehearsal of '" + current + "' ended with " + code);
        return ExitCode.FAILED;
      }
    }
    return ExitCode.OK;
  }
}
