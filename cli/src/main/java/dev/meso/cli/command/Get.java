package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.ApiClient.Listing;
import dev.meso.cli.client.ApiClient.Scope;
import dev.meso.cli.client.Watching;
import dev.meso.cli.naming.KindWords;
import dev.meso.cli.naming.Ref;
import dev.meso.cli.output.Documents;
import dev.meso.cli.output.Format;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Lists objects, or shows some. */
@Command(
    name = "get",
    description = {
      "List objects, or show some.%n",
      "KIND is app, job, task, agent or namespace, in any of their spellings; several with commas"
          + " between them; or 'all' (apps, jobs and tasks), which is also meant when nothing is"
          + " named.%n"
    },
    footer = {
      "%nExamples:",
      "  meso get                      apps, jobs and tasks of the namespace",
      "  meso get tasks -A -o wide     the tasks of all namespaces, with more columns",
      "  meso get app/web job/words    two objects",
      "  meso get task -l tier=front -w",
      "  meso get app web -o yaml"
    })
public final class Get implements Action {
  private final Session session;
  private final ApiClient client;

  @Parameters(
      arity = "0..*",
      paramLabel = "KIND[/NAME]",
      description = "KIND, KIND NAME ..., or KIND/NAME ...")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Objects of all namespaces.")
  private boolean everywhere;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABELS",
      description = "Only objects with these labels: a=b, a!=b, a, !a, a in (b,c).")
  private @Nullable String selector;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "wide, json, yaml or name.")
  private Format format = Format.TABLE;

  @Option(
      names = {"-w", "--watch"},
      description = "Go on printing changes until Ctrl-C. JSON is then one object a line.")
  private boolean watch;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  /** The command in a session. */
  public Get(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int run() {
    boolean named = words.size() > 1 || (words.size() == 1 && words.getFirst().contains("/"));
    if (named && (everywhere || selector != null)) {
      throw Failure.usage("Names cannot be combined with " + (everywhere ? "-A" : "-l"));
    }
    if (named) {
      return names(Ref.parseAll(words));
    }
    List<Kind> kinds = KindWords.kinds(words.isEmpty() ? KindWords.ALL : words.getFirst());
    if (watch) {
      if (kinds.size() > 1) {
        throw Failure.usage("Expected one kind to watch, found " + kinds.size());
      }
      return watch(scope(kinds.getFirst(), null));
    }
    return kinds(kinds);
  }

  private int kinds(List<Kind> kinds) {
    List<ObjectNode> found = new ArrayList<>();
    ObjectTables tables = tables(kinds.size() > 1);
    for (Kind kind : kinds) {
      List<ObjectNode> items = client.list(scope(kind, null)).items();
      if (document()) {
        found.addAll(items);
      } else {
        tables.print(kind, items);
      }
    }
    if (document()) {
      Documents.write(session.out(), format, Documents.list(found));
    } else if (tables.empty() && format != Format.NAME) {
      String what = kinds.size() > 1 ? "objects" : kinds.getFirst().plural();
      boolean roomy = kinds.getFirst().namespaced() && !everywhere;
      session.note("No " + what + (roomy ? " in namespace " + namespace.name(session) : "") + ".");
    }
    return ExitCode.OK;
  }

  private int names(List<Ref> refs) {
    if (watch) {
      if (refs.size() > 1) {
        throw Failure.usage("Expected one name to watch, found " + refs.size());
      }
      Ref ref = refs.getFirst();
      Lookup.get(client, namespace.of(ref.kind(), session), ref);
      return watch(scope(ref.kind(), ref.name()));
    }
    List<ObjectNode> found = new ArrayList<>();
    List<Failure> missing = new ArrayList<>();
    for (Ref ref : refs) {
      try {
        found.add(Lookup.get(client, namespace.of(ref.kind(), session), ref));
      } catch (Failure failure) {
        if (failure.exitCode() != ExitCode.NOT_FOUND) {
          throw failure;
        }
        missing.add(failure);
      }
    }
    show(refs, found);
    missing.forEach(failure -> session.note("meso: " + failure.text()));
    return missing.isEmpty() ? ExitCode.OK : ExitCode.NOT_FOUND;
  }

  private void show(List<Ref> refs, List<ObjectNode> found) {
    if (found.isEmpty()) {
      return;
    }
    if (document()) {
      boolean one = refs.size() == 1;
      Documents.write(session.out(), format, one ? found.getFirst() : Documents.list(found));
      return;
    }
    List<Kind> kinds = refs.stream().map(Ref::kind).distinct().toList();
    ObjectTables tables = tables(kinds.size() > 1);
    for (Kind kind : kinds) {
      tables.print(
          kind,
          found.stream().filter(o -> o.path("kind").asString().equals(kind.kindName())).toList());
    }
  }

  private int watch(Scope scope) {
    Listing listing = client.list(scope);
    ObjectTables tables = tables(false);
    if (document()) {
      listing.items().forEach(item -> Documents.append(session.out(), format, item));
    } else {
      tables.print(scope.kind(), listing.items());
    }
    session.out().flush();
    new Watching(
            session,
            client,
            scope,
            (object, deleted) -> {
              if (document()) {
                Documents.append(session.out(), format, object);
              } else {
                tables.update(scope.kind(), object, deleted);
              }
              session.out().flush();
            })
        .from(listing);
    return ExitCode.OK;
  }

  private Scope scope(Kind kind, @Nullable String name) {
    return new Scope(kind, everywhere ? null : namespace.of(kind, session), name, selector);
  }

  private boolean document() {
    return format == Format.JSON || format == Format.YAML;
  }

  private ObjectTables tables(boolean withKind) {
    return new ObjectTables(session, format, everywhere, withKind);
  }
}
