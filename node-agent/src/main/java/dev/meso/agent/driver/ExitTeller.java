package dev.meso.agent.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells ends to the listener, one call at a time, on a thread of its own, so that a slow listener
 * delays no watching. What comes before there is a listener is kept: at most one end a container.
 */
final class ExitTeller implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ExitTeller.class);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("meso-exit-teller").daemon().factory());
  private final List<Exited> early = new ArrayList<>();
  private @Nullable Consumer<Exited> listener;

  synchronized void listener(Consumer<Exited> newListener) {
    if (listener != null) {
      throw new IllegalStateException("The exit listener is set already");
    }
    listener = newListener;
    early.forEach(exited -> submit(newListener, exited));
    early.clear();
  }

  synchronized void tell(Exited exited) {
    if (listener == null) {
      early.add(exited);
    } else {
      submit(listener, exited);
    }
  }

  private void submit(Consumer<Exited> to, Exited exited) {
    if (thread.isShutdown()) {
      // The agent stops; its next life finds the exit file.
      return;
    }
    thread.execute(
        () -> {
          try {
            to.accept(exited);
          } catch (RuntimeException e) {
            log.atError()
                .addKeyValue("container", exited.id())
                .setCause(e)
                .log("The listener for ended containers failed");
          }
        });
  }

  @Override
  public synchronized void close() {
    thread.shutdown();
  }
}
