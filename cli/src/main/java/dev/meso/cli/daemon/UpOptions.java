package dev.meso.cli.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code meso up} should start.
 *
 * @param agents how many, 1 to {@value #DAEMONS_MAX}
 * @param controllers how many, 1 to {@value #DAEMONS_MAX}
 * @param etcd URLs of an etcd that runs already; without, one is started
 * @param etcdPort client port of the etcd that is started; another free one when it is taken
 * @param data directory of everything that the cluster keeps
 * @param apiPort of the first controller, the others follow; 0 for free ones
 * @param plainHttp serves HTTP without TLS and users
 * @param keepTasks leaves tasks running when the command ends
 * @param restart starts a daemon again that ended
 * @param logLevel of the daemons
 * @param resources that each agent offers; its part of the machine unless given
 * @param files with settings, passed on to the daemons
 */
record UpOptions(
    int agents,
    int controllers,
    Optional<String> etcd,
    int etcdPort,
    Path data,
    int apiPort,
    boolean plainHttp,
    boolean keepTasks,
    boolean restart,
    String logLevel,
    Optional<String> resources,
    List<Path> files) {

  static final int DAEMONS_MAX = 50;
  static final int ETCD_PORT = 2379;

  /** Host ports that each agent offers to tasks; on one machine the ranges must not overlap. */
  static final int PORTS_PER_AGENT = 200;

  static final int FIRST_TASK_PORT = 21_000;

  UpOptions {
    files = List.copyOf(files);
    check("--agents", agents);
    check("--controllers", controllers);
  }

  private static void check(String flag, int count) {
    if (count < 1 || count > DAEMONS_MAX) {
      throw new DaemonFailure(
          "flag " + flag + ": expected a number from 1 to " + DAEMONS_MAX + ", found " + count);
    }
  }
}
