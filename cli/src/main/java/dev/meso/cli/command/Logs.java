package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.ApiClient.LogRequest;
import dev.meso.cli.client.Trees;
import dev.meso.cli.naming.Ref;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Prints what tasks wrote. */
@Command(
    name = "logs",
    description = {
      "Print what tasks wrote.%n",
      "What a task wrote to its standard output goes to standard output, what it wrote to its"
          + " standard error goes to standard error. For an app or a job each line begins with the"
          + " task's name.%n"
    },
    footer = {
      "%nExamples:",
      "  meso logs web-0 --tail 20",
      "  meso logs app/web -f",
      "  meso logs job/words --stdout > words.txt",
      "  meso logs web-0 --previous    the attempt before the present one"
    })
public final class Logs implements Action {
  private final Session session;
  private final ApiClient client;

  @Parameters(
      arity = "1",
      paramLabel = "TASK|KIND/NAME",
      description = "A task's name, or task/NAME, app/NAME, job/NAME.")
  private String target = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the tasks have ended; an app's until Ctrl-C.")
  private boolean follow;

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME",
      description = "Which container, where a task has several.")
  private @Nullable String container;

  @Option(names = "--tail", paramLabel = "LINES", description = "Only the last lines.")
  private @Nullable Integer tail;

  @Option(names = "--stdout", description = "Only what was written to standard output.")
  private boolean stdout;

  @Option(names = "--stderr", description = "Only what was written to standard error.")
  private boolean stderr;

  @Option(names = "--previous", description = "Of the attempt before the present one.")
  private boolean previous;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  /** The command in a session. */
  public Logs(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int run() {
    Ref ref = target.contains("/") ? Ref.parse(target) : new Ref(Kind.TASK, target);
    if (!ref.kind().namespaced()) {
      throw Failure.usage("Expected a task, an app or a job, found " + ref);
    }
    if (tail != null && tail < 0) {
      throw Failure.usage("Expected --tail as a number of lines from 0, found " + tail);
    }
    if (follow && previous) {
      throw Failure.usage("Expected either -f or --previous: what has ended cannot be followed");
    }
    String room = namespace.name(session);
    if (follow) {
      return new LogFollow(session, client, room, ref, this::request).run(streams());
    }
    List<ObjectNode> tasks = LogTargets.of(client, room, ref);
    if (tasks.isEmpty()) {
      session.note(ref + " has no tasks.");
    }
    int code = ExitCode.OK;
    for (ObjectNode task : tasks) {
      code = Math.max(code, print(room, task, ref.kind() != Kind.TASK));
    }
    return code;
  }

  private int print(String room, ObjectNode task, boolean many) {
    String name = Trees.text(task, "metadata.name");
    long attempt = LogTargets.attempt(task) - (previous ? 1 : 0);
    if (attempt < 1 || (!previous && !LogTargets.started(task))) {
      if (many) {
        return ExitCode.OK;
      }
      String phase = Trees.text(task, "status.phase");
      throw new Failure(
          ExitCode.FAILED,
          previous && attempt < 1
              ? "task/" + name + " has had no attempt before the present one"
              : "task/"
                  + name
                  + " has written nothing: it is "
                  + (phase.isEmpty() ? "Pending" : phase)
                  + " ('meso explain task/"
                  + name
                  + "' says why)");
    }
    int code = ExitCode.OK;
    for (String stream : streams()) {
      LogSink sink = sink(session, stream, many ? name : "");
      try {
        copy(client.log(request(room, name, stream, attempt)), sink);
      } catch (Failure failure) {
        if (!many) {
          throw failure;
        }
        session.note("meso: " + failure.text());
        code = failure.exitCode();
      }
      sink.close();
    }
    return code;
  }

  private void copy(InputStream log, LogSink sink) {
    byte[] buffer = new byte[16 * 1024];
    try (log) {
      int read;
      while ((read = log.read(buffer)) >= 0) {
        sink.write(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "The log broke off: " + e.getMessage());
    }
  }

  static LogSink sink(Session session, String stream, String task) {
    return new LogSink(
        stream.equals("stderr") ? session.err() : session.out(),
        task.isEmpty() ? "" : "[" + task + "] ");
  }

  private List<String> streams() {
    List<String> streams = new ArrayList<>();
    if (stdout || !stderr) {
      streams.add("stdout");
    }
    if (stderr || !stdout) {
      streams.add("stderr");
    }
    return streams;
  }

  private LogRequest request(String room, String task, String stream, long attempt) {
    return new LogRequest(
        room,
        task,
        container,
        stream,
        follow,
        tail == null ? OptionalInt.empty() : OptionalInt.of(tail),
        attempt);
  }
}
