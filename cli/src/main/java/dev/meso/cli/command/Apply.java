package dev.meso.cli.command;

import dev.meso.api.time.Ages;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Refusal;
import dev.meso.cli.client.Trees;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Creates or changes objects from files. */
@Command(
    name = "apply",
    description = {
      "Create or change objects from files.%n",
      "All files are read and checked before anything is sent. Fields that the files do not name"
          + " keep what others have set; fields that they named at the last apply and no longer"
          + " name are removed.%n"
    },
    footer = {
      "%nExamples:",
      "  meso apply -f examples/hello --wait",
      "  meso apply -f web.yaml -f words.yaml --dry-run",
      "  sed s/IMAGE/v2/ web.yaml | meso apply -f -"
    })
public final class Apply implements Action {
  private static final int CONFLICTS_MAX = 5;

  private final Session session;
  private final ApiClient client;

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "A file, a directory, or - for standard input; may be repeated.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-R", "--recursive"},
      description = "Directories with all below them.")
  private boolean recursive;

  @Option(names = "--dry-run", description = "Let the server check, change nothing.")
  private boolean dryRun;

  @Option(names = "--wait", description = "Return when everything is ready, or has failed.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long --wait, or an old object of the same name, may take; 5m unless said.")
  private Duration timeout = Duration.ofMinutes(5);

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  /** The command in a session. */
  public Apply(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int run() {
    if (wait && dryRun) {
      throw Failure.usage("Expected either --wait or --dry-run, found both");
    }
    List<Manifest> manifests = ManifestFiles.read(session, files, recursive, namespace);
    List<Failure> failures = new ArrayList<>();
    for (Manifest manifest : manifests) {
      try {
        String done = apply(manifest);
        session.out().line(manifest.ref() + " " + done + (dryRun ? " (dry run)" : ""));
      } catch (Refusal refusal) {
        // The others are applied all the same; the exit status says that not all were.
        failures.add(refusal);
        session.note("meso: " + refusal.text());
      }
    }
    session.out().flush();
    if (!failures.isEmpty()) {
      return failures.stream().mapToInt(Failure::exitCode).max().orElse(ExitCode.FAILED);
    }
    return wait ? new ReadyWait(session, client, timeout).await(manifests) : ExitCode.OK;
  }

  private String apply(Manifest manifest) {
    for (int conflicts = 0; ; conflicts++) {
      try {
        Optional<ObjectNode> live = find(manifest);
        if (live.isPresent() && deleting(live.get())) {
          if (dryRun) {
            return "created once the one that is being deleted is gone";
          }
          awaitGone(manifest);
          live = Optional.empty();
        }
        return live.isPresent() ? change(manifest, live.get()) : create(manifest);
      } catch (Refusal refusal) {
        // Somebody else was faster: look again.
        if (refusal.code() != Refusal.CONFLICT || conflicts == CONFLICTS_MAX) {
          throw refusal;
        }
      }
    }
  }

  private String create(Manifest manifest) {
    client.create(manifest.kind(), manifest.namespace(), Merge.created(manifest), dryRun);
    return "created";
  }

  private String change(Manifest manifest, ObjectNode live) {
    Optional<ObjectNode> changed = Merge.changed(manifest, live);
    if (changed.isEmpty()) {
      return "unchanged";
    }
    ObjectNode answer =
        client.replace(manifest.kind(), manifest.namespace(), changed.get(), dryRun);
    boolean same =
        !dryRun
            && Trees.text(answer, "metadata.resourceVersion")
                .equals(Trees.text(live, "metadata.resourceVersion"));
    return same ? "unchanged" : "configured";
  }

  private void awaitGone(Manifest manifest) {
    session.note(
        manifest.ref()
            + " of that name is still being deleted; waiting at most "
            + Ages.of(timeout)
            + " until it is gone");
    Patience patience = new Patience(timeout);
    while (true) {
      boolean gone =
          patience
              .ask(() -> find(manifest))
              .map(o -> o.isEmpty() || !deleting(o.get()))
              .orElse(false);
      if (gone) {
        return;
      }
      if (!patience.again()) {
        throw new Failure(
            ExitCode.TIMED_OUT,
            manifest.ref()
                + " is still being deleted after "
                + Ages.of(timeout)
                + "; it was not created anew");
      }
    }
  }

  private Optional<ObjectNode> find(Manifest manifest) {
    return client.find(manifest.kind(), manifest.namespace(), manifest.name());
  }

  private static boolean deleting(ObjectNode object) {
    return !Trees.text(object, "metadata.deletionTimestamp").isEmpty();
  }
}
