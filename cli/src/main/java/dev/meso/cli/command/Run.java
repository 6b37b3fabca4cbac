package dev.meso.cli.command;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.Json;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.EnvVar;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.resource.Quantity;
import dev.meso.api.validation.Defaults;
import dev.meso.api.validation.Validation;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Refusal;
import dev.meso.cli.client.Trees;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Runs one command as a task. */
@Command(
    name = "run",
    description = {
      "Run one command as a task, stream its output, exit with its status.%n",
      "What it writes to standard output and standard error goes there. The exit status is the"
          + " command's own, or 128+N if signal N ended it; 125 if Meso could not run it. Ctrl-C"
          + " stops the task and deletes it.%n"
    },
    footer = {
      "%nExamples:",
      "  meso run -- hostname",
      "  meso run --cpu 2 --memory 512Mi --env LEVEL=9 -- sh -c 'gzip -$LEVEL < big > big.gz'",
      "  meso run --keep --name nightly -- ./report.sh"
    })
public final class Run implements Action {
  private static final int NAME_TRIES_MAX = 3;
  private static final int SUFFIX_LENGTH = 5;
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final Session session;
  private final ApiClient client;

  @Parameters(arity = "1..*", paramLabel = "CMD", description = "The program and its arguments.")
  private List<String> command = new ArrayList<>();

  @Option(names = "--name", paramLabel = "NAME", description = "The task's name; else run-XXXXX.")
  private @Nullable String name;

  @Option(names = "--cpu", paramLabel = "CORES", description = "Cores set aside: 2, 0.5, 500m.")
  private @Nullable String cpu;

  @Option(
      names = "--memory",
      paramLabel = "BYTES",
      description = "Memory set aside, and at most used: 512Mi, 2G.")
  private @Nullable String memory;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME=VALUE",
      description = "An environment variable; may be repeated.")
  private List<String> env = new ArrayList<>();

  @Option(names = "--keep", description = "Keep the task when it has ended.")
  private boolean keep;

  @Option(names = "--rm", description = "Delete the task when it has ended (default).")
  private boolean remove;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  /** The command in a session. */
  public Run(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int run() {
    if (keep && remove) {
      throw Failure.usage("Expected either --keep or --rm, found both");
    }
    Task task = task(name == null ? "run-" + suffix() : name);
    List<FieldError> errors = Validation.check(Defaults.apply(task));
    if (!errors.isEmpty()) {
      throw Failure.usage("This is no task: " + errors.getFirst());
    }
    try {
      return create(task).toItsEnd();
    } catch (Failure failure) {
      throw new Failure(ExitCode.RUN_FAILED, failure.text());
    }
  }

  private RunningTask create(Task first) {
    Task task = first;
    for (int tries = 1; ; tries++) {
      RunningTask running =
          new RunningTask(
              session,
              client,
              task.metadata().requireNamespace(),
              task.metadata().requireName(),
              keep);
      // From here on Ctrl-C deletes the task, also while the answer is awaited.
      session.onInterrupt(running::interrupted);
      try {
        ObjectNode created =
            client.create(
                Kind.TASK, task.metadata().namespace(), Trees.parse(Json.write(task)), false);
        running.created(Trees.text(created, "metadata.uid"));
        return running;
      } catch (Refusal refusal) {
        running.notCreated();
        if (name != null || refusal.code() != Refusal.CONFLICT || tries == NAME_TRIES_MAX) {
          throw refusal;
        }
        task = task("run-" + suffix());
      }
    }
  }

  private Task task(String taskName) {
    List<EnvVar> variables = new ArrayList<>();
    for (String pair : env) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw Failure.usage("Expected --env NAME=VALUE, found '" + pair + "'");
      }
      variables.add(new EnvVar(pair.substring(0, equals), pair.substring(equals + 1)));
    }
    SortedMap<String, Quantity> requests = new TreeMap<>();
    SortedMap<String, Quantity> limits = new TreeMap<>();
    if (cpu != null) {
      requests.put(ResourceRequirements.CPU, quantity("--cpu", cpu));
    }
    if (memory != null) {
      requests.put(ResourceRequirements.MEMORY, quantity("--memory", memory));
      limits.put(ResourceRequirements.MEMORY, quantity("--memory", memory));
    }
    Container container =
        new Container(
            "main",
            command,
            List.of(),
            null,
            variables,
            List.of(),
            requests.isEmpty() ? null : new ResourceRequirements(requests, limits));
    TaskSpec spec =
        new TaskSpec(
            List.of(container),
            Collections.emptySortedMap(),
            TaskSpec.RESTART_NEVER,
            null,
            null,
            null,
            null);
    return Task.of(ObjectMeta.named(namespace.name(session), taskName), spec, null);
  }

  private static Quantity quantity(String option, String text) {
    try {
      return Quantity.parse(text);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(option + ": " + e.getMessage());
    }
  }

  private static String suffix() {
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      suffix.append(
          SUFFIX_LETTERS.charAt(ThreadLocalRandom.current().nextInt(SUFFIX_LETTERS.length())));
    }
    return suffix.toString();
  }
}
