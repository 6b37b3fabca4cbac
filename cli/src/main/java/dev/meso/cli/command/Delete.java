package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.ApiClient.Scope;
import dev.meso.cli.client.Trees;
import dev.meso.cli.naming.KindWords;
import dev.meso.cli.naming.Ref;
import dev.meso.cli.output.Objects;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Deletes objects and waits until they are gone. */
@Command(
    name = "delete",
    description = {
      "Delete objects and wait until they are gone.%n",
      "What an object owns is stopped first: SIGTERM, then SIGKILL after the task's grace period."
          + " Without a name, -f, -l or --all nothing is deleted.%n"
    },
    footer = {
      "%nExamples:",
      "  meso delete app/web job/words",
      "  meso delete task run-x7k2p --grace-period 0",
      "  meso delete -f examples/hello",
      "  meso delete apps -l tier=test --wait=false"
    })
public final class Delete implements Action {
  private final Session session;
  private final ApiClient client;

  @Parameters(
      arity = "0..*",
      paramLabel = "KIND[/NAME]",
      description = "KIND NAME ..., KIND/NAME ..., or KIND with -l or --all")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description = "The objects in this file or directory; - for standard input.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-R", "--recursive"},
      description = "Directories of -f with all below them.")
  private boolean recursive;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABELS",
      description = "The objects of KIND with these labels.")
  private @Nullable String selector;

  @Option(names = "--all", description = "All objects of KIND in the namespace.")
  private boolean all;

  @Option(
      names = "--wait",
      negatable = true,
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Return when they are gone (default), or at once.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long to wait; 5m unless said.")
  private Duration timeout = Duration.ofMinutes(5);

  @Option(
      names = "--grace-period",
      paramLabel = "SECONDS",
      description = "Between SIGTERM and SIGKILL, instead of the task's own.")
  private @Nullable Long grace;

  @Option(names = "--ignore-not-found", description = "What does not exist is no failure.")
  private boolean ignoreMissing;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  private record Target(Ref ref, @Nullable String namespace, String uid) {}

  /** The command in a session. */
  public Delete(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int run() {
    if (grace != null && grace < 0) {
      throw Failure.usage("Expected --grace-period as seconds from 0, found " + grace);
    }
    List<Failure> failures = new ArrayList<>();
    List<Target> sent = new ArrayList<>();
    for (Target target : targets(failures)) {
      try {
        client.delete(
            target.ref().kind(),
            target.namespace(),
            target.ref().name(),
            grace == null ? OptionalLong.empty() : OptionalLong.of(grace));
        sent.add(target);
      } catch (Failure failure) {
        failures.add(failure);
      }
    }
    sent.forEach(
        target -> {
          if (!wait) {
            session.out().line(target.ref() + " deleting");
          }
        });
    if (wait) {
      await(sent);
    }
    failures.forEach(failure -> session.note("meso: " + failure.text()));
    return failures.stream().mapToInt(Failure::exitCode).max().orElse(ExitCode.OK);
  }

  private List<Target> targets(List<Failure> failures) {
    List<Target> targets = new ArrayList<>();
    if (!files.isEmpty()) {
      if (!words.isEmpty() || all || selector != null) {
        throw Failure.usage("Expected either -f or names, found both");
      }
      for (Manifest manifest : ManifestFiles.read(session, files, recursive, namespace)) {
        find(manifest.ref(), manifest.namespace(), targets, failures);
      }
      // What was created last goes first: a namespace after what is in it.
      return targets.reversed();
    }
    boolean many = all || selector != null;
    boolean bareKind = words.size() == 1 && !words.getFirst().contains("/");
    if (words.isEmpty() || (bareKind && !many)) {
      throw Failure.usage("Expected names, -f FILE, -l LABELS or --all: nothing was deleted");
    }
    if (many) {
      if (!bareKind) {
        throw Failure.usage("Expected one KIND and no names with --all or -l");
      }
      for (Kind kind : KindWords.kinds(words.getFirst())) {
        String room = namespace.of(kind, session);
        for (ObjectNode object : client.list(new Scope(kind, room, null, selector)).items()) {
          // Tasks of an App or Job go with their owner.
          if (!words.getFirst().equals(KindWords.ALL) || Objects.owner(object).isEmpty()) {
            targets.add(target(kind, room, object));
          }
        }
      }
      return targets;
    }
    for (Ref ref : Ref.parseAll(words)) {
      find(ref, namespace.of(ref.kind(), session), targets, failures);
    }
    return targets;
  }

  private void find(Ref ref, @Nullable String room, List<Target> targets, List<Failure> failures) {
    try {
      targets.add(target(ref.kind(), room, Lookup.get(client, room, ref)));
    } catch (Failure failure) {
      boolean missing = failure.exitCode() == ExitCode.NOT_FOUND;
      if (!missing || !ignoreMissing) {
        failures.add(failure);
      }
    }
  }

  private static Target target(Kind kind, @Nullable String room, ObjectNode object) {
    Ref ref = new Ref(kind, Trees.text(object, "metadata.name"));
    return new Target(ref, room, Trees.text(object, "metadata.uid"));
  }

  private void await(List<Target> sent) {
    Patience patience = new Patience(timeout);
    List<Target> left = new ArrayList<>(sent);
    while (true) {
      left.removeIf(
          target -> {
            boolean gone = patience.ask(() -> gone(target)).orElse(false);
            if (gone) {
              session.out().line(target.ref() + " deleted");
              session.out().flush();
            }
            return gone;
          });
      if (left.isEmpty()) {
        return;
      }
      if (!patience.again()) {
        throw new Failure(
            ExitCode.TIMED_OUT,
            left.getFirst().ref()
                + (left.size() > 1 ? " and " + (left.size() - 1) + " more are" : " is")
                + " still being deleted after "
                + dev.meso.api.time.Ages.of(timeout)
                + "; deletion goes on");
      }
    }
  }

  private boolean gone(Target target) {
    Optional<ObjectNode> now =
        client.find(target.ref().kind(), target.namespace(), target.ref().name());
    return now.isEmpty() || !Trees.text(now.get(), "metadata.uid").equals(target.uid());
  }
}
