package dev.meso.agent.driver;

import dev.meso.agent.cgroup.Enforcement;
import java.util.List;
import java.util.function.Consumer;

/**
 * Starts and ends containers that outlive the agent, and tells how they ended.
 *
 * <p>The end of each container is told exactly once in a life of the agent: in the result of {@link
 * #recover()} if it had ended by then, else to the exit listener. It is told again after a restart
 * of the agent until {@link #destroy} forgets it.
 *
 * <p>Thread-safe. Calls may block for milliseconds (processes are made, files written), so they
 * belong on a virtual thread or an executor, not on an actor's.
 */
public interface ContainerDriver extends AutoCloseable {

  /**
   * Reads what an earlier life of the agent left: state files, exit files and the process table. To
   * be called once, before {@link #start}. Sorted by id.
   *
   * @throws IllegalStateException if called twice
   */
  List<Recovered> recover();

  /**
   * Starts a container, or returns the one that was started before for the same id, which may have
   * ended since. Whether a program exists and may be executed is found out by trying: such failures
   * come as an {@link Exited} with a reason.
   *
   * @throws DriverException if nothing could be started; nothing of it is left
   * @throws IllegalStateException before {@link #recover()}
   */
  Running start(Launch launch);

  /** Sends SIGTERM to the main process' group. Does nothing if it has ended or is not known. */
  void terminate(ContainerId id);

  /**
   * Sends SIGKILL to every process of the container. Returns when they were sent; the end is told
   * to the exit listener. Does nothing if it has ended or is not known.
   */
  void kill(ContainerId id);

  /**
   * Forgets a container that has ended: its state, exit file and cgroups. Its sandbox stays. A
   * later start of the same id would run it again.
   *
   * @throws IllegalStateException if it has not ended
   */
  void destroy(ContainerId id);

  /**
   * Who is told of ends; one listener, set once. It is called on a thread of the driver, one call
   * at a time, and should return soon; ends that come before it is set are kept for it.
   */
  void onExit(Consumer<Exited> listener);

  /** What of a container's limits is enforced on this machine. */
  Enforcement enforcement();

  /** Stops watching. Containers run on; control groups without containers are removed. */
  @Override
  void close();
}
