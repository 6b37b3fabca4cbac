package dev.meso.cli.command;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.Kind;
import dev.meso.api.resource.Quantity;
import dev.meso.api.snapshot.SnapshotHeader;
import dev.meso.api.validation.ResourceNames;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.output.Documents;
import dev.meso.cli.output.Format;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import dev.meso.cli.whatif.Answer;
import dev.meso.cli.whatif.Question;
import dev.meso.cli.whatif.Snapshot;
import dev.meso.cli.whatif.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Says what would come of changes to the cluster. */
@Command(
    name = "whatif",
    description = {
      "Say what would come of more agents, fewer agents, other queues or other work: what would be"
          + " placed, moved, preempted, and what would wait and why. It is worked out here, on a"
          + " snapshot of the server or of a file; the cluster is never changed.%n"
    },
    footer = {
      "%nExamples:",
      "  meso whatif --save monday.snapshot",
      "  meso whatif --add-agents 10 --like a-1",
      "  meso whatif --snapshot monday.snapshot --drain a-1,a-2",
      "  meso whatif --add-agents 4 --resources cpu=16,memory=64Gi --attribute rack=r9",
      "  meso whatif --queue eng,weight=2,limit.cpu=100 -f web.yaml"
    })
public final class WhatIf implements Action {
  private final Session session;
  private final ApiClient client;

  @Option(
      names = "--snapshot",
      paramLabel = "FILE",
      description = "Ask about this file, not about the server.")
  private @Nullable Path file;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "Keep the server's snapshot in a file that its owner alone can read: it holds the"
              + " environment of all tasks.")
  private @Nullable Path save;

  @Option(names = "--add-agents", paramLabel = "N", description = "Add so many agents.")
  private @Nullable Integer added;

  @Option(names = "--like", paramLabel = "AGENT", description = "The added ones are like this one.")
  private @Nullable String like;

  @Option(
      names = "--resources",
      paramLabel = "NAME=AMOUNT",
      split = ",",
      description = "The added ones offer this, with ports 31000-31999.")
  private List<String> resources = new ArrayList<>();

  @Option(
      names = "--attribute",
      paramLabel = "NAME=VALUE",
      split = ",",
      description = "The added ones have this attribute.")
  private List<String> attributes = new ArrayList<>();

  @Option(
      names = "--drain",
      paramLabel = "AGENT",
      split = ",",
      description = "Drain agents: cordon them and delete their tasks.")
  private List<String> drain = new ArrayList<>();

  @Option(
      names = "--drain-selector",
      paramLabel = "NAME=VALUE",
      split = ",",
      description = "Drain the agents that have all these attributes.")
  private List<String> drainSelector = new ArrayList<>();

  @Option(
      names = "--remove",
      paramLabel = "AGENT",
      split = ",",
      description = "Take agents away, as if they were declared gone.")
  private List<String> remove = new ArrayList<>();

  @Option(
      names = "--queue",
      paramLabel = "NAME,FIELD=VALUE",
      description =
          "Change or make a queue: weight, maxTasks, placement, limit.RESOURCE,"
              + " guarantee.RESOURCE; what is not named stays.")
  private List<String> queues = new ArrayList<>();

  @Option(
      names = "--shares-without",
      paramLabel = "RESOURCE",
      split = ",",
      description = "What the controllers are told by their option of this name.")
  private List<String> sharesWithout = new ArrayList<>();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description = "Apply a file, a directory, or - for standard input; may be repeated.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-R", "--recursive"},
      description = "Directories with all below them.")
  private boolean recursive;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "json or yaml.")
  private Format format = Format.TABLE;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  /** The command in a session. */
  public WhatIf(Session session) {
    this.session = session;
    this.client = new ApiClient(session);
  }

  @Override
  public int run() {
    // What is wrong with the command line is told before anything is asked for.
    SortedMap<String, String> facts = pairs("--attribute", attributes);
    SortedMap<String, String> selected = pairs("--drain-selector", drainSelector);
    SortedMap<String, Quantity> offered = amounts();
    sharesWithout.forEach(name -> resource("--shares-without", name));
    List<WrittenObject> objects = objects();
    checkTogether();
    if (save != null) {
      SnapshotHeader header = saved(save);
      session.note(
          "Saved revision " + header.revision() + ", " + header.records() + " records: " + save);
      if (!asked()) {
        return ExitCode.OK;
      }
    }
    Snapshot snapshot = snapshot();
    Question question = new Question(snapshot);
    if (added != null && like != null) {
      question.addLike(added, like, facts);
    } else if (added != null) {
      question.addWith(added, offered, facts);
    }
    question.drain(drain);
    if (!selected.isEmpty()) {
      question.drainWhere(selected);
    }
    question.remove(remove);
    objects.forEach(question::write);
    show(question.ask());
    return ExitCode.OK;
  }

  private void show(Answer answer) {
    if (format == Format.JSON || format == Format.YAML) {
      Documents.write(session.out(), format, answer.document());
    } else {
      session.out().text(answer.text());
    }
  }

  private boolean asked() {
    return added != null
        || !(drain.isEmpty()
            && drainSelector.isEmpty()
            && remove.isEmpty()
            && queues.isEmpty()
            && files.isEmpty());
  }

  private void checkTogether() {
    if (save != null && file != null) {
      throw Failure.usage("--save: expected no --snapshot, found both; copy the file instead");
    }
    boolean described = like != null || !resources.isEmpty();
    if (added == null && (described || !attributes.isEmpty())) {
      throw Failure.usage(
          "--add-agents: expected how many agents, found none, but what they are like");
    }
    if (added != null && !described) {
      throw Failure.usage("--add-agents: expected --like AGENT or --resources, found neither");
    }
    if (like != null && !resources.isEmpty()) {
      throw Failure.usage("--like: expected no --resources, found both");
    }
  }

  private SnapshotHeader saved(Path target) {
    try (InputStream sent = client.snapshot()) {
      return Snapshot.save(session.server(), sent, target);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "Cannot take a snapshot: " + e.getMessage());
    }
  }

  private Snapshot snapshot() {
    Set<String> unshared = Set.copyOf(sharesWithout);
    Path from = file == null ? save : file;
    if (from != null) {
      return Snapshot.read(from, unshared);
    }
    try (InputStream sent = client.snapshot()) {
      return Snapshot.read(session.server(), sent, unshared);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "Cannot take a snapshot: " + e.getMessage());
    }
  }

  private List<WrittenObject> objects() {
    List<WrittenObject> objects = new ArrayList<>();
    queues.forEach(text -> objects.add(queue(text)));
    if (!files.isEmpty()) {
      for (Manifest manifest : ManifestFiles.read(session, files, recursive, namespace)) {
        if (manifest.kind().saysRights()) {
          throw Failure.usage("-f: expected what is scheduled, found " + manifest.ref());
        }
        objects.add(
            new WrittenObject(
                manifest.ref().toString(),
                manifest.kind(),
                manifest.namespace(),
                manifest.name(),
                live ->
                    live.map(there -> Merge.changed(manifest, there).orElse(there))
                        .orElseGet(() -> Merge.created(manifest))));
      }
    }
    return objects;
  }

  private static WrittenObject queue(String text) {
    String[] parts = text.split(",", -1);
    String name = parts[0];
    SortedMap<String, String> fields =
        pairs("--queue " + name, List.of(parts).subList(1, parts.length));
    if (name.isEmpty() || name.contains("=") || fields.isEmpty()) {
      throw Failure.usage(
          "--queue: expected NAME,FIELD=VALUE, for instance eng,weight=2, found '" + text + "'");
    }
    return new WrittenObject(
        "--queue " + name, Kind.QUEUE, null, name, live -> changed(name, fields, live));
  }

  private static ObjectNode changed(
      String name, SortedMap<String, String> fields, Optional<ObjectNode> live) {
    ObjectNode queue = live.orElseGet(() -> Json.readTree("{}")).deepCopy();
    queue.remove("status");
    queue.put("apiVersion", Kind.QUEUE.apiVersion()).put("kind", Kind.QUEUE.kindName());
    queue.withObjectProperty("metadata").put("name", name);
    ObjectNode spec = queue.withObjectProperty("spec");
    fields.forEach(
        (field, value) -> {
          int dot = field.indexOf('.');
          if (dot > 0) {
            spec.withObjectProperty(field.substring(0, dot)).put(field.substring(dot + 1), value);
          } else if (value.matches("[0-9]{1,9}")) {
            spec.put(field, Integer.parseInt(value));
          } else {
            spec.put(field, value);
          }
        });
    return queue;
  }

  private SortedMap<String, Quantity> amounts() {
    SortedMap<String, Quantity> amounts = new TreeMap<>();
    pairs("--resources", resources)
        .forEach(
            (name, value) -> {
              resource("--resources", name);
              try {
                Quantity amount = Quantity.parse(value);
                if (amount.signum() < 0) {
                  throw new IllegalArgumentException("expected no less than 0, found " + value);
                }
                amounts.put(name, amount);
              } catch (IllegalArgumentException e) {
                throw Failure.usage("--resources: " + name + ": " + e.getMessage());
              }
            });
    return amounts;
  }

  private static void resource(String option, String name) {
    ResourceNames.problem(name)
        .ifPresent(
            problem -> {
              throw Failure.usage(option + ": " + problem);
            });
  }

  private static SortedMap<String, String> pairs(String option, List<String> texts) {
    SortedMap<String, String> pairs = new TreeMap<>();
    for (String text : texts) {
      int at = text.indexOf('=');
      if (at < 1) {
        throw Failure.usage(option + ": expected NAME=VALUE, found '" + text + "'");
      }
      if (pairs.putIfAbsent(text.substring(0, at), text.substring(at + 1)) != null) {
        throw Failure.usage(
            option + ": expected each name once, found " + text.substring(0, at) + " again");
      }
    }
    return pairs;
  }
}
