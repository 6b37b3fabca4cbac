package dev.meso.controller.apiserver.resource;

import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppStatus;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobStatus;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.NamespaceStatus;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.Subject;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.kind.Volume;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.time.Ages;
import dev.meso.controller.apiserver.object.OwnedTasks;
import dev.meso.controller.apiserver.object.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of every kind in a server-side table. */
final class Columns {
  private static final String PENDING = "Pending";

  private Columns() {}

  static List<Column> of(Kind kind) {
    return switch (kind) {
      case APP -> apps();
      case JOB -> jobs();
      case TASK -> tasks();
      case AGENT -> agents();
      case NAMESPACE ->
          List.of(
              name(),
              Column.text(
                  "Status",
                  "Active, or Terminating while what is in it ends.",
                  Columns::namespacePhase),
              age());
      case QUEUE -> queues();
      case VOLUME -> volumes();
      case ROLE, CLUSTER_ROLE -> List.of(name(), age());
      case ROLE_BINDING, CLUSTER_ROLE_BINDING -> bindings();
    };
  }

  private static List<Column> queues() {
    return List.of(
        name(),
        Column.number(
            "Weight",
            "Its part among its siblings.",
            queue(spec -> number(spec, QueueSpec::weight))),
        Column.text(
            "Guarantee", "What it can always have.", queue(spec -> pairs(spec.guarantee()))),
        Column.text("Limit", "What it has at most.", queue(spec -> pairs(spec.limit()))),
        Column.text("Max Tasks", "How many tasks run at most.", queue(Columns::tasksMax)),
        age(),
        Column.wide(
            "Placement",
            "Pack or Spread; as the queue above it, else Spread, if empty.",
            queue(spec -> text(spec, QueueSpec::placement))));
  }

  private static List<Column> volumes() {
    return List.of(
        name(),
        Column.text(
            "Phase",
            "Pending until a task is placed that uses it.",
            (o, _) ->
                o.object() instanceof Volume it && it.status() != null ? it.status().phase() : ""),
        Column.text(
            "Agent",
            "Where it is.",
            (o, _) ->
                o.object() instanceof Volume it
                        && it.status() != null
                        && it.status().agent() != null
                    ? it.status().agent()
                    : ""),
        Column.text(
            "Size",
            "The disk that is set aside for it.",
            (o, _) ->
                o.object() instanceof Volume it && it.spec() != null
                    ? it.spec().size().toString()
                    : ""),
        Column.text(
            "Queue",
            "On whose account it goes.",
            (o, _) ->
                o.object() instanceof Volume it && it.spec() != null ? it.spec().queueName() : ""),
        age());
  }

  private static List<Column> bindings() {
    return List.of(
        name(),
        Column.text("Role", "The role whose rights are given.", (o, _) -> Rights.role(o.object())),
        age(),
        Column.wide(
            "Users", "Who is given them.", (o, _) -> Rights.named(o.object(), Subject.USER)),
        Column.wide(
            "Groups", "Who is given them.", (o, _) -> Rights.named(o.object(), Subject.GROUP)));
  }

  static Column name() {
    return new Column(
        "Name", "string", "name", "Unique in its namespace.", false, (o, _) -> o.ref().name());
  }

  static Column age() {
    return Column.text("Age", "Time since it was created.", Columns::ageOf);
  }

  static String ageOf(StoredObject object, Instant now) {
    Instant created = object.object().metadata().creationTimestamp();
    return created == null ? "<unknown>" : Ages.between(created, now);
  }

  private static List<Column> apps() {
    return List.of(
        name(),
        Column.text(
            "Ready",
            "Tasks that run, and how many are wanted.",
            app((app, status) -> number(status, AppStatus::readyReplicas) + "/" + wanted(app))),
        Column.number(
            "Up-To-Date",
            "Tasks that were made from the current template.",
            app((_, status) -> number(status, AppStatus::updatedReplicas))),
        Column.text("Phase", "Where it is in its life.", app(Columns::appPhase)),
        age(),
        Column.wide(
            "Revision",
            "Names the current template.",
            app((_, status) -> text(status, AppStatus::revision))),
        Column.wide("Endpoints", "Where its ports are.", app((_, status) -> endpoints(status))));
  }

  private static List<Column> jobs() {
    return List.of(
        name(),
        Column.text(
            "Done",
            "Tasks that succeeded, and how many should.",
            job((job, status) -> number(status, JobStatus::succeeded) + "/" + completions(job))),
        Column.number(
            "Active",
            "Tasks that have not ended.",
            job((_, status) -> number(status, JobStatus::active))),
        Column.number(
            "Failed",
            "Attempts that failed.",
            job((_, status) -> number(status, JobStatus::failed))),
        Column.text("Phase", "Where it is in its life.", job(Columns::jobPhase)),
        age(),
        Column.wide("Duration", "From its start to its end, or until now.", Columns::duration));
  }

  private static List<Column> tasks() {
    return List.of(
        name(),
        Column.text(
            "Phase",
            "Where it is in its life.",
            task((_, status) -> status == null ? PENDING : status.phase().label())),
        Column.text(
            "Agent", "Where it runs.", task((_, status) -> text(status, TaskStatus::agent))),
        Column.number(
            "Attempt",
            "Counts its tries.",
            task((_, status) -> status == null ? 0L : status.attempt())),
        Column.number(
            "Restarts",
            "Restarts in place of this attempt.",
            task((_, status) -> number(status, TaskStatus::restarts))),
        Column.text("Exit", "How the attempt ended.", task((_, status) -> exit(status))),
        age(),
        Column.text(
            "Reason", "Why it is in this phase.", task((_, s) -> text(s, TaskStatus::reason))),
        Column.wide("Host", "The agent's address.", task((_, s) -> text(s, TaskStatus::host))),
        Column.wide(
            "Ports", "Host ports by name.", task((_, s) -> s == null ? "" : pairs(s.ports()))),
        Column.wide("Owner", "What made it.", task((task, _) -> owner(task.metadata()))));
  }

  private static List<Column> agents() {
    return List.of(
        name(),
        Column.text("Phase", "Whether it can be reached and takes work.", agent(Columns::state)),
        Column.text("Cpu", "Cores that it offers.", agent((_, status) -> capacity(status, "cpu"))),
        Column.text(
            "Memory", "Memory that it offers.", agent((_, status) -> capacity(status, "memory"))),
        age(),
        Column.wide("Host", "Its address.", agent((_, s) -> text(s, AgentStatus::host))),
        Column.wide(
            "Ports",
            "Host ports that it offers.",
            agent((_, s) -> text(s, AgentStatus::portRanges))),
        Column.wide(
            "Version", "Version of the program.", agent((_, s) -> text(s, AgentStatus::version))),
        Column.wide(
            "Attributes",
            "Trusted and detected ones.",
            agent((_, s) -> s == null ? "" : pairs(s.attributes()))));
  }

  /** A cell of a kind's object and its status, which is absent until the leader has seen it. */
  private interface Cell<O, S> {
    Object of(O object, @Nullable S status);
  }

  private static BiFunction<StoredObject, Instant, Object> app(Cell<App, AppStatus> cell) {
    return (o, _) -> o.object() instanceof App app ? cell.of(app, app.status()) : "";
  }

  private static BiFunction<StoredObject, Instant, Object> job(Cell<Job, JobStatus> cell) {
    return (o, _) -> o.object() instanceof Job job ? cell.of(job, job.status()) : "";
  }

  private static BiFunction<StoredObject, Instant, Object> task(Cell<Task, TaskStatus> cell) {
    return (o, _) -> o.object() instanceof Task task ? cell.of(task, task.status()) : "";
  }

  private static BiFunction<StoredObject, Instant, Object> agent(Cell<Agent, AgentStatus> cell) {
    return (o, _) -> o.object() instanceof Agent agent ? cell.of(agent, agent.status()) : "";
  }

  private static BiFunction<StoredObject, Instant, Object> queue(Function<QueueSpec, Object> cell) {
    return (o, _) ->
        o.object() instanceof Queue queue && queue.spec() != null ? cell.apply(queue.spec()) : "";
  }

  private static String tasksMax(QueueSpec spec) {
    return spec.maxTasks() == null ? "" : Integer.toString(spec.maxTasks());
  }

  private static Object namespacePhase(StoredObject object, Instant now) {
    NamespaceStatus status = object.object() instanceof Namespace it ? it.status() : null;
    return text(status, NamespaceStatus::phase);
  }

  private static <S> long number(@Nullable S status, Function<S, @Nullable Integer> field) {
    Integer value = status == null ? null : field.apply(status);
    return value == null ? 0 : value;
  }

  private static <S> String text(@Nullable S status, Function<S, @Nullable String> field) {
    String value = status == null ? null : field.apply(status);
    return value == null ? "" : value;
  }

  private static long wanted(App app) {
    Integer replicas = app.spec() == null ? null : app.spec().replicas();
    return replicas == null ? 1 : replicas;
  }

  private static long completions(Job job) {
    Integer completions = job.spec() == null ? null : job.spec().completions();
    return completions == null ? 1 : completions;
  }

  private static String appPhase(App app, @Nullable AppStatus status) {
    return app.metadata().deleting() ? "Deleting" : phase(text(status, AppStatus::phase));
  }

  private static String jobPhase(Job job, @Nullable JobStatus status) {
    return job.metadata().deleting() ? "Deleting" : phase(text(status, JobStatus::phase));
  }

  private static String phase(String phase) {
    return phase.isEmpty() ? PENDING : phase;
  }

  private static String state(Agent agent, @Nullable AgentStatus status) {
    AgentSpec spec = agent.spec();
    boolean cordoned = spec != null && Boolean.TRUE.equals(spec.unschedulable());
    return phase(text(status, AgentStatus::phase)) + (cordoned ? ",Cordoned" : "");
  }

  private static String capacity(@Nullable AgentStatus status, String resource) {
    var amount = status == null ? null : status.capacity().get(resource);
    return amount == null ? "" : amount.toString();
  }

  private static String endpoints(@Nullable AppStatus status) {
    return status == null
        ? ""
        : status.endpoints().stream()
            .map(e -> e.host() + ":" + e.port())
            .collect(Collectors.joining(","));
  }

  static String exit(@Nullable TaskStatus status) {
    if (status == null) {
      return "";
    }
    Integer signal = status.signal();
    if (signal != null && signal != 0) {
      return "SIG" + signal;
    }
    return status.exitCode() == null ? "" : Integer.toString(status.exitCode());
  }

  private static String owner(ObjectMeta metadata) {
    return OwnedTasks.owner(metadata)
        .map(owner -> owner.kind().toLowerCase(Locale.ROOT) + "/" + owner.name())
        .orElse("");
  }

  private static String duration(StoredObject object, Instant now) {
    JobStatus status = object.object() instanceof Job job ? job.status() : null;
    if (status == null || status.startTime() == null) {
      return "";
    }
    Instant end = status.completionTime();
    return Ages.between(status.startTime(), end == null ? now : end);
  }

  private static String pairs(Map<String, ?> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
