package dev.meso.cli.daemon;

import dev.meso.cli.command.Action;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the start and stop scripts of the original call; see {@link Classic}. */
@Command(
    name = "classic",
    description =
        "Start or stop daemons in the background, as mesos-master.xml, Mesos.properties and"
            + " Java.properties say. The scripts in hack/ call this.%n")
public final class ClassicCommand implements Action {
  @Parameters(
      paramLabel = "ACTION",
      description = "start-master, start-slave, stop-slave or stop-master.")
  private String action = "";

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      required = true,
      description = "The directory of the three files.")
  private @Nullable Path directory;

  @Option(names = "--keep-tasks", description = "Leave tasks running (stop-slave).")
  private boolean keepTasks;

  @Override
  public int run() {
    DaemonLogging.configure("warn");
    Classic classic = new Classic(Objects.requireNonNull(directory), System.out);
    switch (action) {
      case "start-master" -> classic.startMaster();
      case "start-slave" -> classic.startSlave();
      case "stop-slave" -> classic.stopSlave(keepTasks);
      case "stop-master" -> classic.stopMaster();
      default ->
          throw Failure.usage(
              "Expected start-master, start-slave, stop-slave or stop-master, found " + action);
    }
    return ExitCode.OK;
  }
}
