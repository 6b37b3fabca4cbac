package dev.meso.api.key;

import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppStatus;
import dev.meso.api.kind.Endpoint;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobStatus;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.NamespaceSpec;
import dev.meso.api.kind.NamespaceStatus;
import dev.meso.api.kind.PhaseChange;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskResources;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.kind.TemplateRevision;
import dev.meso.api.kind.Volume;
import dev.meso.api.kind.VolumeSpec;
import dev.meso.api.kind.VolumeStatus;
import dev.meso.api.meta.Condition;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import dev.meso.api.record.Alive;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Barrier;
import dev.meso.api.record.Leader;
import dev.meso.api.record.Meta;
import dev.meso.api.record.Registration;
import dev.meso.api.record.Report;
import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.validation.Defaults;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One small cluster, as its keys: the examples of docs/etcd-keys.md. */
public final class KeyExamples {
  private static final Instant T0 = Instant.parse("2026-01-31T12:00:00Z");
  private static final String APP_UID = "1f0e6c1a-9a57-4c38-8d0c-3f3a0f0f6a11";
  private static final String TASK_UID = "5b7c2d10-6a55-4d0e-9c0b-7d1d6a2b4e22";
  private static final String AGENT_UID = "9a3e4f62-1b7d-4d5f-8a44-0c9be61f5d33";
  private static final AttemptId ATTEMPT = new AttemptId("default", "web-0", 1);
  private static final App APP = app();

  /**
   * One example.
   *
   * @param title what it shows
   */
  public record Example(String title, Key key, Record value) {}

  private KeyExamples() {}

  public static List<Example> all() {
    return List.of(
        new Example(
            "An App as a user wants it, defaults filled in",
            new Key.Spec(Kind.APP, "default", "web"),
            APP),
        new Example(
            "The same App as observed", new Key.Status(Kind.APP, "default", "web"), status()),
        new Example("A Job as observed", new Key.Status(Kind.JOB, "default", "count"), jobStatus()),
        new Example(
            "A task of the App: it has no spec key, its status names its owner",
            new Key.Status(Kind.TASK, "default", "web-0"),
            taskStatus()),
        new Example(
            "A user's wish that this task be deleted: an intent, without spec",
            new Key.Spec(Kind.TASK, "default", "web-0"),
            intent()),
        new Example(
            "What an admin set on an agent", new Key.Spec(Kind.AGENT, null, "node-1"), agentSpec()),
        new Example(
            "An agent as observed", new Key.Status(Kind.AGENT, null, "node-1"), agentStatus()),
        new Example("A queue", new Key.Spec(Kind.QUEUE, null, "eng.web"), queue()),
        new Example("A volume", new Key.Spec(Kind.VOLUME, "default", "db"), volume()),
        new Example(
            "A volume as observed", new Key.Status(Kind.VOLUME, "default", "db"), volumeStatus()),
        new Example("A namespace", new Key.Spec(Kind.NAMESPACE, null, "default"), namespace()),
        new Example(
            "A namespace as observed",
            new Key.Status(Kind.NAMESPACE, null, "default"),
            Namespace.of(
                meta(Kind.NAMESPACE, "default").build(), null, new NamespaceStatus("Active"))),
        new Example(
            "What the agent should run", new Key.Assignment("node-1", ATTEMPT), assignment()),
        new Example("What the agent says about it", new Key.Report("node-1", ATTEMPT), report()),
        new Example("What the agent has", new Key.Registration("node-1"), registration()),
        new Example(
            "That the agent lives, under its lease",
            new Key.Alive("node-1"),
            new Alive(
                "node-1",
                AGENT_UID,
                "3c0f7a52-22c4-4b0e-a1e6-5d2b8f7c9d44",
                "d5f1c9a8-8e3b-4a3e-b1d4-6f0a7e2c8b55",
                T0)),
        new Example(
            "Who leads, under the leader's lease",
            new Key.Leader(),
            new Leader("controller-1", "http://127.0.0.1:7070", T0)),
        new Example(
            "How far a controller has seen",
            new Key.Barrier("controller-1"),
            new Barrier("controller-1", 42)),
        new Example(
            "What stored records may contain", new Key.Meta(), new Meta(Meta.FEATURE_LEVEL)));
  }

  private static App app() {
    String yaml =
        """
        apiVersion: meso.dev/v1
        kind: App
        metadata: {name: web, labels: {app: web}}
        spec:
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: main
                command: [sh, -c, 'exec serve --port "$PORT_HTTP"']
                ports: [{name: http}]
                resources: {limits: {memory: 128Mi}}
        """;
    ApiObject read = Defaults.apply(Manifests.read(yaml, "example").getFirst());
    return (App)
        read.withMetadata(
            meta(Kind.APP, "web").uid(APP_UID).generation(1L).labels(Map.of("app", "web")).build());
  }

  private static App status() {
    return App.of(
        meta(Kind.APP, "web").uid(APP_UID).build(),
        null,
        new AppStatus(
            "Running",
            1L,
            1,
            1,
            1,
            revision(),
            List.of(new Endpoint("web-0", "http", "127.0.0.1", 31000)),
            List.of(
                new Condition(
                    "Available",
                    Condition.TRUE,
                    "EnoughReplicas",
                    "1 of 1 tasks runs",
                    T0.plusSeconds(2),
                    1L))));
  }

  private static Job jobStatus() {
    return Job.of(
        meta(Kind.JOB, "count").uid("7e1d3b54-0d8f-4c61-9b7a-2a5c4d6e8f66").build(),
        null,
        new JobStatus(
            "Succeeded",
            1L,
            0,
            1,
            0,
            T0,
            T0.plusSeconds(3),
            List.of(
                new Condition(
                    "Complete", Condition.TRUE, "AllSucceeded", null, T0.plusSeconds(3), 1L))));
  }

  private static Task taskStatus() {
    return Task.of(
        meta(Kind.TASK, "web-0")
            .uid(TASK_UID)
            .labels(Map.of("app", "web"))
            .ownerReferences(
                List.of(new OwnerReference("meso.dev/v1", "App", "web", APP_UID, true, null)))
            .build(),
        null,
        new TaskStatus(
            TaskPhase.RUNNING,
            1,
            "node-1",
            "127.0.0.1",
            ports(),
            revision(),
            0,
            0,
            null,
            null,
            null,
            null,
            null,
            null,
            T0.plusSeconds(1),
            null,
            List.of(),
            List.of(
                new PhaseChange(T0, 1, TaskPhase.ASSIGNED, "node-1", null),
                new PhaseChange(T0.plusSeconds(1), 1, TaskPhase.RUNNING, "node-1", null)),
            null));
  }

  private static Task intent() {
    return Task.of(
        new ObjectMeta.Builder()
            .name("web-0")
            .namespace("default")
            .uid(TASK_UID)
            .deletionTimestamp(T0.plusSeconds(60))
            .deletionGracePeriodSeconds(5L)
            .build(),
        null,
        null);
  }

  private static Agent agentSpec() {
    return Agent.of(
        meta(Kind.AGENT, "node-1").uid(AGENT_UID).generation(1L).build(),
        new AgentSpec(true, null, strings("rack", "r7")),
        null);
  }

  private static Agent agentStatus() {
    return Agent.of(
        meta(Kind.AGENT, "node-1").uid(AGENT_UID).build(),
        null,
        new AgentStatus(
            "Ready",
            "http://127.0.0.1:7071",
            "127.0.0.1",
            "0.1.0",
            capacity(),
            "31000-31999",
            strings("detected.os", "linux", "rack", "r7"),
            List.of(new Condition("Ready", Condition.TRUE, "Registered", null, T0, null))));
  }

  private static Queue queue() {
    return Queue.of(
        meta(Kind.QUEUE, "eng.web").build(),
        new QueueSpec(
            3,
            new TreeMap<>(Map.of("cpu", Quantity.parse("40"))),
            new TreeMap<>(Map.of("cpu", Quantity.parse("100"), "gpu", Quantity.parse("0"))),
            500,
            QueueSpec.PACK),
        null);
  }

  private static ObjectMeta.Builder volumeMeta() {
    return new ObjectMeta.Builder()
        .name("db")
        .namespace("default")
        .uid("c2d4e6f8-1a3b-4c5d-8e7f-9a0b1c2d3e44")
        .creationTimestamp(T0);
  }

  private static Volume volume() {
    return Volume.of(
        volumeMeta().generation(1L).build(),
        new VolumeSpec(null, Quantity.parse("10Gi"), List.of(), null, null),
        null);
  }

  private static Volume volumeStatus() {
    return Volume.of(
        volumeMeta().build(),
        null,
        new VolumeStatus(
            1L, VolumeStatus.BOUND, "node-1", Quantity.parse("10Gi"), "default", List.of()));
  }

  private static Namespace namespace() {
    return Namespace.of(meta(Kind.NAMESPACE, "default").build(), new NamespaceSpec(), null);
  }

  private static Assignment assignment() {
    TaskSpec spec = APP.requireSpec().template().spec();
    return new Assignment(
        "default",
        "web-0",
        TASK_UID,
        1,
        Assignment.RUN,
        null,
        "App/web",
        revision(),
        spec,
        strings("app", "web"),
        ports(),
        TaskResources.requested(spec).toQuantities(),
        T0,
        null);
  }

  private static Report report() {
    return new Report(
        "default",
        "web-0",
        TASK_UID,
        1,
        TaskPhase.RUNNING,
        0,
        null,
        null,
        null,
        null,
        T0.plusSeconds(1),
        null,
        List.of(
            new Report.ContainerReport(
                "main", Report.ContainerReport.RUNNING, 4711L, 0, null, null, null)),
        List.of(
            new Report.Transition(
                1,
                "b8a6d4c2-3f5e-4a7b-9c1d-8e0f2a4b6c77",
                TaskPhase.RUNNING,
                T0.plusSeconds(1),
                null)));
  }

  private static Registration registration() {
    return new Registration(
        "node-1",
        AGENT_UID,
        "127.0.0.1",
        "http://127.0.0.1:7071",
        "0.1.0",
        capacity(),
        "31000-31999",
        strings("detected.os", "linux"));
  }

  private static ObjectMeta.Builder meta(Kind kind, String name) {
    ObjectMeta.Builder meta = new ObjectMeta.Builder().name(name).creationTimestamp(T0);
    return kind.namespaced() ? meta.namespace("default") : meta;
  }

  private static String revision() {
    return TemplateRevision.of(APP.requireSpec().template());
  }

  private static SortedMap<String, Integer> ports() {
    return new TreeMap<>(Map.of("http", 31000));
  }

  private static SortedMap<String, Quantity> capacity() {
    return new Resources(4000, 8L << 30, 100L << 30, 0, Collections.emptySortedMap())
        .toQuantities();
  }

  private static SortedMap<String, String> strings(String... keysAndValues) {
    TreeMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
