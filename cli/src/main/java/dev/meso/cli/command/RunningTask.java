package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.ApiClient.LogRequest;
import dev.meso.cli.client.Trees;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.ReaderGone;
import dev.meso.cli.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The task of {@code meso run}, from its creation to its end.
 *
 * <p>Belongs to the command's thread; {@link #interrupted} is called by another one.
 */
final class RunningTask {
  private static final Duration FOREVER = Duration.ofDays(10_000);

  /** A task that has not started by then is worth a word to the user. */
  private static final Duration PENDING_QUIET = Duration.ofSeconds(2);

  /** How long the rest of the log may take once the task has ended. */
  private static final Duration REST_OF_LOG_MAX = Duration.ofSeconds(30);

  /** How long after Ctrl-C a creation that was under way may take to be seen. */
  private static final Duration LANDING_MAX = Duration.ofSeconds(2);

  private enum State {
    ASKED,
    CREATED,
    DONE
  }

  private final Session session;
  private final ApiClient client;
  private final String namespace;
  private final String name;
  private final boolean keep;
  private final Patience patience;
  private volatile State state = State.ASKED;
  private volatile boolean ended;
  private volatile boolean interrupted;
  private String uid = "";

  RunningTask(Session session, ApiClient client, String namespace, String name, boolean keep) {
    this.session = session;
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.keep = keep;
    this.patience = new Patience(FOREVER);
  }

  void created(String taskUid) {
    uid = taskUid;
    if (state == State.ASKED) {
      state = State.CREATED;
    }
  }

  void notCreated() {
    state = State.DONE;
  }

  /** Ctrl-C: asks for the task's end, without waiting for it. */
  void interrupted() {
    State before = state;
    if (before == State.DONE) {
      return;
    }
    interrupted = true;
    state = State.DONE;
    Patience landing = new Patience(LANDING_MAX);
    while (true) {
      try {
        client.delete(Kind.TASK, namespace, name, OptionalLong.empty());
        session.note("meso: Interrupted; task/" + name + " is stopped and deleted.");
        return;
      } catch (Failure failure) {
        // A creation whose answer is still awaited may land after this.
        boolean early = before == State.ASKED && failure.exitCode() == ExitCode.NOT_FOUND;
        if (!early || !landing.again()) {
          session.note("meso: Interrupted. " + failure.text());
          return;
        }
      }
    }
  }

  /** Streams the output and returns the exit status. */
  int toItsEnd() {
    try {
      ObjectNode task = awaitStart();
      List<LogPump> pumps = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (String stream : new String[] {"stdout", "stderr"}) {
        LogPump pump = pump(stream, LogTargets.attempt(task));
        pumps.add(pump);
        threads.add(Thread.ofPlatform().daemon().name("log " + stream).start(pump));
      }
      task = awaitEnd(task, pumps);
      ended = true;
      awaitLogs(threads);
      for (LogPump pump : pumps) {
        if (pump.failure() instanceof Failure failure) {
          session.note("meso: " + failure.text());
        }
      }
      return result(task);
    } finally {
      if (state != State.DONE) {
        state = State.DONE;
        cleanUp();
      }
    }
  }

  private ObjectNode awaitStart() {
    boolean told = false;
    while (true) {
      Optional<ObjectNode> task = patience.ask(this::look);
      if (task.isPresent() && LogTargets.started(task.get())) {
        return task.get();
      }
      boolean pending =
          task.isPresent() && Trees.text(task.get(), "status.phase").matches("|Pending");
      if (pending && !told && patience.elapsed().compareTo(PENDING_QUIET) > 0) {
        told = true;
        session.note(
            "meso: task/"
                + name
                + " is pending"
                + Explanations.why(client, Kind.TASK, namespace, name)
                    .map(why -> ":\n" + why)
                    .orElse("")
                + "\nmeso: Waiting for it to start; Ctrl-C stops and deletes it.");
      }
      patience.again();
    }
  }

  private ObjectNode awaitEnd(ObjectNode started, List<LogPump> pumps) {
    long attempt = LogTargets.attempt(started);
    ObjectNode task = started;
    while (true) {
      if (LogTargets.ended(task)) {
        return task;
      }
      if (LogTargets.attempt(task) > attempt) {
        throw new Failure(
            ExitCode.RUN_FAILED,
            "task/" + name + ": attempt " + attempt + " ended out of sight and another began");
      }
      for (LogPump pump : pumps) {
        if (pump.failure() instanceof ReaderGone gone) {
          throw gone;
        }
      }
      patience.again();
      task = patience.ask(this::look).orElse(task);
    }
  }

  private void awaitLogs(List<Thread> threads) {
    long deadline = System.nanoTime() + REST_OF_LOG_MAX.toNanos();
    try {
      for (Thread thread : threads) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || !thread.join(left)) {
          session.note("meso: The end of the output of task/" + name + " could not be read.");
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectNode look() {
    Optional<ObjectNode> task = client.find(Kind.TASK, namespace, name);
    if (task.isEmpty() || !Trees.text(task.get(), "metadata.uid").equals(uid)) {
      if (interrupted) {
        // We deleted it, and the process ends in a moment: say nothing more.
        session.pause(LANDING_MAX);
      }
      throw new Failure(ExitCode.RUN_FAILED, "task/" + name + " was deleted by somebody");
    }
    return task.get();
  }

  private LogPump pump(String stream, long attempt) {
    LogRequest request =
        new LogRequest(namespace, name, null, stream, true, OptionalInt.empty(), attempt);
    LogSink sink = Logs.sink(session, stream, "");
    return new LogPump(session, client, request, sink, () -> ended, patience::wake);
  }

  private int result(ObjectNode task) {
    String phase = Trees.text(task, "status.phase");
    int signal = (int) Trees.number(task, "status.signal", 0);
    int exit = (int) Trees.number(task, "status.exitCode", -1);
    if (signal > 0) {
      session.note("meso: task/" + name + " was ended by signal " + signal + because(task));
      return ExitCode.SIGNAL_BASE + signal;
    }
    if (exit >= 0) {
      return exit;
    }
    if (phase.equals("Succeeded")) {
      return ExitCode.OK;
    }
    throw new Failure(ExitCode.RUN_FAILED, "task/" + name + " " + phase + because(task));
  }

  private static String because(ObjectNode task) {
    String reason = Trees.text(task, "status.reason");
    String message = Trees.text(task, "status.message");
    return reason.isEmpty() && message.isEmpty()
        ? ""
        : ": " + reason + (reason.isEmpty() || message.isEmpty() ? "" : ", ") + message;
  }

  private void cleanUp() {
    if (keep && ended) {
      return;
    }
    @Nullable Failure refused = null;
    try {
      client.delete(Kind.TASK, namespace, name, OptionalLong.empty());
    } catch (Failure failure) {
      refused = failure;
    }
    if (refused != null && refused.exitCode() != ExitCode.NOT_FOUND) {
      session.note("meso: " + refused.text());
    }
  }
}
