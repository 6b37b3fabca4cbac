package dev.meso.cli.command;

import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.ApiClient.LogRequest;
import dev.meso.cli.client.Refusal;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.ReaderGone;
import dev.meso.cli.session.Session;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows one stream of one attempt to its end, over lost connections.
 *
 * <p>Each byte is shown once: after a loss the log is read anew from its begin, and what was shown
 * is skipped. When the attempt is over the log is complete; it is then read once more, so that
 * nothing is lost whatever happened to the stream that was followed.
 *
 * <p>{@link #run} belongs to one thread; the rest may be asked by others.
 */
final class LogPump implements Runnable {
  private static final Duration RETRY_PAUSE = Duration.ofMillis(300);

  /** So often in a row the server may refuse an attempt's log that should be there. */
  private static final int REFUSALS_MAX = 20;

  private static final int BUFFER_BYTES = 16 * 1024;

  private final Session session;
  private final ApiClient client;
  private final LogRequest request;
  private final LogSink sink;
  private final BooleanSupplier over;
  private final Runnable onPause;
  private long shown;
  private boolean whole;
  private volatile @Nullable RuntimeException failure;

  /**
   * A pump that has not started.
   *
   * @param over whether the attempt has ended
   * @param onPause called when the stream has ended, perhaps because the attempt has
   */
  LogPump(
      Session session,
      ApiClient client,
      LogRequest request,
      LogSink sink,
      BooleanSupplier over,
      Runnable onPause) {
    this.session = session;
    this.client = client;
    this.request = request;
    this.sink = sink;
    this.over = over;
    this.onPause = onPause;
    this.whole = request.tailLines().isEmpty();
  }

  /** What ended it before the end of the log. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  @Override
  public void run() {
    int refusals = 0;
    try {
      while (true) {
        boolean last = over.getAsBoolean();
        Failure refused = copy(!last);
        refusals = refused instanceof Refusal ? refusals + 1 : 0;
        if (last || refusals > REFUSALS_MAX) {
          failure = refused;
          sink.close();
          onPause.run();
          return;
        }
        onPause.run();
        session.pause(RETRY_PAUSE);
      }
    } catch (ReaderGone | Failure end) {
      failure = end;
      onPause.run();
    }
  }

  /** Copies what is there; returns why the server gave nothing. */
  private @Nullable Failure copy(boolean follow) {
    if (!whole && shown > 0 && !follow) {
      // Where a tail began is not known, so it cannot be read again.
      return null;
    }
    LogRequest asked =
        new LogRequest(
            request.namespace(),
            request.task(),
            request.container(),
            request.stream(),
            follow,
            shown > 0 && !whole ? OptionalInt.of(0) : request.tailLines(),
            request.attempt());
    long skip = whole ? shown : 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = client.log(asked)) {
      int read;
      while ((read = in.read(buffer)) >= 0) {
        int skipped = (int) Math.min(skip, read);
        skip -= skipped;
        if (read > skipped) {
          shown += read - skipped;
          sink.write(buffer, skipped, read - skipped);
        }
      }
      return null;
    } catch (Failure refused) {
      return refused;
    } catch (IOException _) {
      return null;
    }
  }
}
