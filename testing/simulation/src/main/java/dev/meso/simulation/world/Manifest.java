package dev.meso.simulation.world;

import dev.meso.api.kind.AgentReservation;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.ContainerPort;
import dev.meso.api.kind.DisruptionBudget;
import dev.meso.api.kind.Gang;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.kind.TaskVolume;
import dev.meso.api.kind.Volume;
import dev.meso.api.kind.VolumeSpec;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.resource.Quantity;
import dev.meso.api.validation.Defaults;
import dev.meso.simulation.machine.Behaviour;
import dev.meso.simulation.scenario.Wish;
import dev.meso.simulation.scenario.Wish.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What users write, as the API server would store it: defaults filled in. */
final class Manifest {
  private static final long MIB = 1024 * 1024;
  private static final long GIB = 1024 * MIB;

  /** By which tasks call their volume. */
  private static final String MOUNT = "data";

  private Manifest() {}

  static App app(ObjectMeta metadata, int replicas, Template template) {
    return filled(App.class, App.of(metadata, appSpec(replicas, template), null));
  }

  static AppSpec appSpec(int replicas, Template template) {
    return new AppSpec(replicas, new TaskTemplate(null, task(template, TaskSpec.RESTART_ALWAYS)));
  }

  /** Whether the tasks of an App run until they are asked to end, and can do so anywhere. */
  static boolean steady(AppSpec spec) {
    Container main = spec.template().spec().containers().get(0);
    return Behaviour.of(main.command()).run().isEmpty()
        && main.ports().stream().allMatch(port -> port.hostPort() == null);
  }

  static Job job(ObjectMeta metadata, Wish.MakeJob wish) {
    JobSpec spec =
        new JobSpec(
            wish.completions(),
            wish.parallelism(),
            wish.backoffLimit(),
            new TaskTemplate(
                null,
                task(
                    wish.template(),
                    wish.template().maxRestarts() == 0
                        ? TaskSpec.RESTART_NEVER
                        : TaskSpec.RESTART_ON_FAILURE)));
    return filled(Job.class, Job.of(metadata, spec, null));
  }

  static QueueSpec queue(Wish.SetQueue wish) {
    return new QueueSpec(
        wish.weight(),
        cpu(wish.guaranteeMillis()),
        limit(wish),
        wish.tasksMax() == 0 ? null : wish.tasksMax(),
        null);
  }

  private static SortedMap<String, Quantity> limit(Wish.SetQueue wish) {
    SortedMap<String, Quantity> amounts = cpu(wish.limitMillis());
    if (wish.diskGib() > 0) {
      amounts.put(ResourceRequirements.DISK, gib(wish.diskGib()));
    }
    return amounts;
  }

  static Quantity gib(int amount) {
    return Quantity.ofBytes(amount * GIB);
  }

  static List<AgentReservation> reservations(Wish.Reserve wish) {
    List<AgentReservation> kept = new ArrayList<>();
    wish.millis().forEach((queue, millis) -> kept.add(new AgentReservation(queue, cpu(millis))));
    return kept;
  }

  static Volume volume(ObjectMeta metadata, Wish.MakeVolume wish) {
    VolumeSpec spec =
        new VolumeSpec(
            wish.queue(),
            gib(wish.gib()),
            List.of(),
            wish.shared() ? true : null,
            wish.recreated() ? VolumeSpec.ON_LOST_RECREATE : null);
    return filled(Volume.class, Volume.of(metadata, spec, null));
  }

  static App keeper(ObjectMeta metadata, Wish.MakeKeeper wish) {
    TaskSpec task =
        using(
            task(wish.template(), TaskSpec.RESTART_ALWAYS),
            wish.queue(),
            new TaskVolume(MOUNT, wish.volume(), wish.perTask() ? true : null));
    AppSpec spec = new AppSpec(wish.replicas(), new TaskTemplate(null, task));
    return filled(App.class, App.of(metadata, spec, null));
  }

  static Task visitor(ObjectMeta metadata, Wish.MakeVisitor wish) {
    TaskSpec task =
        using(
            task(wish.template(), TaskSpec.RESTART_ON_FAILURE),
            wish.queue(),
            new TaskVolume(MOUNT, wish.volume(), null));
    return filled(Task.class, Task.of(metadata, task, null));
  }

  private static TaskSpec using(TaskSpec task, String queue, TaskVolume volume) {
    return task.toBuilder().queue(queue).volumes(List.of(volume)).build();
  }

  private static SortedMap<String, Quantity> cpu(long millis) {
    TreeMap<String, Quantity> amounts = new TreeMap<>();
    if (millis > 0) {
      amounts.put(ResourceRequirements.CPU, Quantity.ofMillis(millis));
    }
    return amounts;
  }

  static App tenant(ObjectMeta metadata, Wish.MakeTenant wish) {
    TaskSpec task = of(wish.account(), task(wish.template(), TaskSpec.RESTART_ALWAYS));
    AppSpec spec =
        new AppSpec(
            wish.replicas(),
            new TaskTemplate(null, task),
            new DisruptionBudget(wish.unavailableMax()));
    return filled(App.class, App.of(metadata, spec, null));
  }

  static Job gang(ObjectMeta metadata, Wish.MakeGang wish) {
    JobSpec alone = job(metadata, wish.job()).requireSpec();
    JobSpec spec =
        new JobSpec(
            alone.completions(),
            alone.parallelism(),
            alone.backoffLimit(),
            new TaskTemplate(null, of(wish.account(), alone.template().spec())),
            new Gang(wish.together(), wish.timeoutSeconds()));
    return filled(Job.class, Job.of(metadata, spec, null));
  }

  private static TaskSpec of(Wish.Account account, TaskSpec task) {
    return task.toBuilder()
        .queue(account.queue())
        .priority(account.priority())
        .preemptionPolicy(
            account.mayPreempt() ? TaskSpec.PREEMPT_LOWER_PRIORITY : TaskSpec.PREEMPT_NEVER)
        .build();
  }

  static Task task(ObjectMeta metadata, Template template) {
    return filled(Task.class, Task.of(metadata, task(template, TaskSpec.RESTART_ON_FAILURE), null));
  }

  /** An object with its defaults. */
  static <T extends ApiObject> T filled(Class<T> type, T object) {
    return type.cast(Defaults.apply(object));
  }

  private static TaskSpec task(Template template, String restartPolicy) {
    List<ContainerPort> ports = new ArrayList<>();
    for (int i = 0; i < template.ports(); i++) {
      ports.add(new ContainerPort("p" + i, null));
    }
    if (template.hostPort() > 0) {
      ports.add(new ContainerPort("fixed", template.hostPort()));
    }
    TreeMap<String, Quantity> requests = new TreeMap<>();
    requests.put(ResourceRequirements.CPU, Quantity.ofMillis(template.cpuMillis()));
    requests.put(ResourceRequirements.MEMORY, Quantity.ofBytes(template.memoryMib() * MIB));
    Container container =
        new Container(
            "main",
            template.behaviour().command(),
            List.of(),
            null,
            List.of(),
            ports,
            new ResourceRequirements(requests, new TreeMap<>()));
    TaskSpec spec =
        new TaskSpec(
            List.of(container),
            new TreeMap<>(),
            restartPolicy,
            restartPolicy.equals(TaskSpec.RESTART_NEVER) ? null : (Integer) template.maxRestarts(),
            template.graceSeconds(),
            template.waitWhenLost() ? TaskSpec.ON_LOST_WAIT : TaskSpec.ON_LOST_REPLACE,
            Duration.ZERO);
    return template.limitSeconds() == 0
        ? spec
        : spec.toBuilder().activeDeadlineSeconds((long) template.limitSeconds()).build();
  }
}
