package dev.meso.agent.runtime;

import dev.meso.agent.driver.ContainerDriver;
import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.DriverException;
import dev.meso.agent.driver.Running;
import dev.meso.agent.launch.Launcher;
import dev.meso.agent.reconcile.ContainerAction;
import dev.meso.agent.reconcile.Reasons;
import dev.meso.agent.reconcile.ReconcileMessage;
import dev.meso.api.record.Assignment;
import dev.meso.store.actor.Mailbox;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the reconciler wants of containers, away from its thread, and tells it what came
 * of it. Every start is answered, whatever happens: an unanswered one could never be stopped.
 *
 * <p>Thread-safe. Actions on different containers run at the same time, starts {@link #STARTS_MAX}
 * at a time; the reconciler asks for nothing of a container whose start is not answered.
 */
final class ContainerHands {
  /** Processes that are being made at once; more would only slow each other down. */
  static final int STARTS_MAX = 16;

  private static final Logger log = LoggerFactory.getLogger(ContainerHands.class);

  private final ContainerDriver driver;
  private final Launcher launcher;
  private final Executor executor;
  private final Semaphore starts = new Semaphore(STARTS_MAX);

  ContainerHands(ContainerDriver driver, Launcher launcher, Executor executor) {
    this.driver = driver;
    this.launcher = launcher;
    this.executor = executor;
  }

  void carryOut(ContainerAction action, Mailbox<ReconcileMessage> reconciler) {
    executor.execute(
        () -> {
          switch (action) {
            case ContainerAction.Start(ContainerId id, Assignment assignment) ->
                reconciler.tell(start(id, assignment));
            case ContainerAction.Terminate(ContainerId id) ->
                attempt("Terminating", id, () -> driver.terminate(id));
            case ContainerAction.Kill(ContainerId id) ->
                attempt("Killing", id, () -> driver.kill(id));
            case ContainerAction.Destroy(ContainerId id) ->
                attempt("Forgetting", id, () -> driver.destroy(id));
          }
        });
  }

  private ReconcileMessage start(ContainerId id, Assignment assignment) {
    starts.acquireUninterruptibly();
    try {
      Running running = driver.start(launcher.prepare(id, assignment));
      log.atInfo()
          .addKeyValue("container", id)
          .addKeyValue("pid", running.pid())
          .log("Container started");
      return new ReconcileMessage.Started(running);
    } catch (Launcher.NotLaunchable e) {
      return failed(id, e.reason(), e);
    } catch (DriverException e) {
      return failed(id, e.reason().name(), e);
    } catch (RuntimeException e) {
      log.atError().addKeyValue("container", id).setCause(e).log("Start broke off");
      return failed(id, Reasons.START_FAILED, e);
    } finally {
      starts.release();
    }
  }

  private static ReconcileMessage failed(ContainerId id, String reason, Exception why) {
    String message = why.getMessage() == null ? why.toString() : why.getMessage();
    log.atWarn()
        .addKeyValue("container", id)
        .addKeyValue("reason", reason)
        .addKeyValue("detail", message)
        .log("Container could not be started");
    return new ReconcileMessage.StartFailed(id, reason, message);
  }

  private static void attempt(String what, ContainerId id, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      // The reconciler asks again where it matters: a kill is repeated until the container ended.
      log.atError()
          .addKeyValue("container", id)
          .addKeyValue("action", what)
          .setCause(e)
          .log("Driver refused an action");
    }
  }
}
