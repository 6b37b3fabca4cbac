package dev.meso.agent.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meso.agent.reconcile.Attempt;
import dev.meso.agent.sandbox.LogFiles;
import dev.meso.agent.sandbox.LogReader;
import dev.meso.agent.sandbox.LogStream;
import dev.meso.agent.sandbox.SandboxException;
import dev.meso.agent.sandbox.Sandboxes;
import dev.meso.api.record.AttemptId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a container's output, and, when asked to follow, goes on until the container is over and
 * everything that it wrote is sent. A restart in place does not end a follow: the output of all
 * runs of a container is one log.
 *
 * <p>Followers are bounded; more are told to come again.
 */
final class LogEndpoint {
  static final int FOLLOWERS_MAX = 128;
  static final int PIECE_BYTES = 64 * 1024;
  static final Duration POLL = Duration.ofMillis(100);

  private final Sandboxes sandboxes;
  private final AttemptLookup attempts;
  private final Semaphore followers = new Semaphore(FOLLOWERS_MAX);

  LogEndpoint(Sandboxes sandboxes, AttemptLookup attempts) {
    this.sandboxes = sandboxes;
    this.attempts = attempts;
  }

  void serve(Query query, Reply reply) throws HttpProblem, SandboxException, IOException {
    AttemptId id = query.attempt();
    String container = query.container(id);
    LogStream stream =
        switch (query.path("stream")) {
          case "stdout" -> LogStream.STDOUT;
          case "stderr" -> LogStream.STDERR;
          default ->
              throw new HttpProblem(
                  400, "stream: expected stdout or stderr, found '" + query.path("stream") + "'");
        };
    OptionalLong limit = query.number("limit");
    Want want =
        new Want(
            id,
            query.uid(),
            container,
            stream,
            query.number("offset"),
            query.number("tailLines"),
            limit.orElse(Long.MAX_VALUE));
    if (!query.flag("follow")) {
      send(want, false, reply);
      return;
    }
    if (!followers.tryAcquire()) {
      reply.header("Retry-After", "5");
      throw new HttpProblem(
          429, "This agent has " + FOLLOWERS_MAX + " followers of logs, its limit; try again");
    }
    try {
      send(want, true, reply);
    } finally {
      followers.release();
    }
  }

  /** What is asked for. */
  private record Want(
      AttemptId id,
      String uid,
      String container,
      LogStream stream,
      OptionalLong offset,
      OptionalLong tailLines,
      long limit) {}

  private void send(Want want, boolean follow, Reply reply) throws SandboxException, IOException {
    Optional<LogReader> found = Optional.empty();
    try {
      found = Optional.of(open(want));
    } catch (SandboxException.NotFound e) {
      // One that is about to be started has no output yet, and may be waited for.
      if (!follow || over(want)) {
        throw e;
      }
    }
    reply.beginChunked("text/plain; charset=utf-8");
    while (found.isEmpty() && !over(want) && pause(reply)) {
      found = reopen(want);
    }
    if (found.isEmpty()) {
      found = reopen(want);
    }
    if (found.isPresent()) {
      try (LogReader reader = found.get()) {
        copy(want, follow, reader, reply);
      }
    }
    reply.end();
  }

  private void copy(Want want, boolean follow, LogReader reader, Reply reply) throws IOException {
    long left = want.limit;
    boolean last = false;
    while (left > 0 && !reply.gone()) {
      // Looked at before the log is read: what was written before the end is there to be read.
      boolean over = over(want);
      switch (reader.next((int) Math.min(left, PIECE_BYTES))) {
        case LogReader.Chunk.Bytes(ByteBuffer bytes) -> {
          left -= bytes.remaining();
          byte[] copy = new byte[bytes.remaining()];
          bytes.get(copy);
          reply.write(copy);
          last = false;
        }
        case LogReader.Chunk.Rotated(boolean lost) -> {
          if (lost) {
            reply.write("[some output was dropped here before it could be sent]\n".getBytes(UTF_8));
          }
        }
        case LogReader.Chunk.Nothing() -> {
          if (!follow || last || !pause(reply)) {
            return;
          }
          // Whoever copies the output may be behind the end of the process by a moment.
          last = over;
        }
      }
    }
  }

  /** Waits a little; false when there is nobody to wait for. */
  private static boolean pause(Reply reply) {
    LockSupport.parkNanos(POLL.toNanos());
    return !Thread.interrupted() && !reply.gone();
  }

  private LogReader open(Want want) throws SandboxException, IOException {
    LogFiles log =
        SandboxLookup.of(sandboxes, attempts, want.id, want.uid).log(want.container, want.stream);
    if (want.offset.isPresent()) {
      return log.follow(want.offset.getAsLong());
    }
    return log.follow(want.tailLines.isPresent() ? log.tailOffset(want.tailLines.getAsLong()) : 0);
  }

  private Optional<LogReader> reopen(Want want) throws SandboxException, IOException {
    try {
      return Optional.of(open(want));
    } catch (SandboxException.NotFound e) {
      return Optional.empty();
    }
  }

  private boolean over(Want want) {
    Optional<Attempt> attempt = attempts.find(want.id, want.uid);
    return attempt.isEmpty() || attempt.get().isOver(want.container);
  }
}
