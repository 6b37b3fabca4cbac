package dev.meso.benchmarks.state;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.Job;
import dev.meso.api.record.Alive;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Registration;
import dev.meso.api.record.Report;
import dev.meso.api.resource.Quantity;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.validation.Defaults;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Records as a store holds them. */
final class Texts {
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Map<String, Quantity> CAPACITY =
      Map.of("cpu", Quantity.parse("32"), "memory", Quantity.parse("128Gi"));

  private Texts() {}

  static String agent(int number) {
    return String.format(Locale.ROOT, "agent-%05d", number);
  }

  static String job(int number) {
    return String.format(Locale.ROOT, "job-%04d", number);
  }

  static String registration(String agent) {
    return Json.write(
        new Registration(
            agent,
            "uid-" + agent,
            agent + ".example",
            "https://" + agent + ".example:7071",
            "0.1.0",
            new TreeMap<>(CAPACITY),
            "31000-31999",
            new TreeMap<>(Map.of("detected.os", "linux"))));
  }

  static String alive(String agent) {
    return Json.write(new Alive(agent, "uid-" + agent, "session", "boot", SINCE));
  }

  static String queue(String name) {
    return """
    {"apiVersion":"meso.dev/v1","kind":"Queue","metadata":{"name":"%s","uid":"uid-%s",\
    "generation":1,"creationTimestamp":"2026-01-01T00:00:00Z"},"spec":{"weight":2}}\
    """
        .replace("%s", name);
  }

  /** A Job of so many tasks at once that want so many millicores each. */
  static String job(String name, int tasks, String queue, int millicores) {
    String text =
        """
        {"apiVersion":"meso.dev/v1","kind":"Job","metadata":{"namespace":"default","name":"NAME",\
        "uid":"uid-NAME","generation":1,"creationTimestamp":"2026-01-01T00:00:00Z"},\
        "spec":{"completions":TASKS,"parallelism":TASKS,"backoffLimit":6,"template":{"spec":{\
        "queue":"QUEUE","containers":[{"name":"main","command":["sleep","1000"],\
        "resources":{"requests":{"cpu":"CPUm","memory":"128Mi"}}}]}}}}\
        """
            .replace("NAME", name)
            .replace("TASKS", Integer.toString(tasks))
            .replace("QUEUE", queue)
            .replace("CPU", Integer.toString(millicores));
    return Json.write(Defaults.apply(Json.read(Job.class, text)));
  }

  /** What an agent says of an attempt that runs, or has ended. */
  static String report(Assignment of, boolean ended, Instant at) {
    Report.Transition running =
        new Report.Transition(
            2, new UUID(7, of.task().hashCode()).toString(), TaskPhase.RUNNING, at, null);
    return Json.write(
        new Report(
            of.namespace(),
            of.task(),
            of.taskUid(),
            of.attempt(),
            ended ? TaskPhase.SUCCEEDED : TaskPhase.RUNNING,
            0,
            ended ? 0 : null,
            null,
            null,
            null,
            at,
            ended ? at : null,
            List.of(
                new Report.ContainerReport(
                    "main",
                    ended ? Report.ContainerReport.ENDED : Report.ContainerReport.RUNNING,
                    ended ? null : 4711L,
                    0,
                    ended ? 0 : null,
                    null,
                    null)),
            List.of(running)));
  }
}
