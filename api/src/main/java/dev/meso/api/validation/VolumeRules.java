package dev.meso.api.validation;

import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.EnvVar;
import dev.meso.api.kind.Limits;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskVolume;
import dev.meso.api.kind.VolumeMount;
import dev.meso.api.kind.VolumeSpec;
import dev.meso.api.meta.NameSyntax;
import dev.meso.api.resource.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules for volumes, and for the tasks and containers that use them. */
final class VolumeRules {
  private VolumeRules() {}

  static void check(VolumeSpec spec, Checks checks) {
    if (spec.queue() != null) {
      PlacementRules.queue("spec.queue", spec.queue(), checks);
    }
    size(spec.size(), checks);
    for (int i = 0; i < Math.min(spec.constraints().size(), Limits.CONSTRAINTS_MAX); i++) {
      checks.oneOf(
          "spec.constraints[" + i + "].operator",
          spec.constraints().get(i).operator(),
          List.copyOf(Constraint.ATTRIBUTE_OPERATORS));
    }
    if (checks.errors().isEmpty()) {
      new PlacementRules(checks).constraints("spec.constraints", spec.constraints());
    }
    checks.oneOf("spec.onLost", spec.onLost(), VolumeSpec.ON_LOST_POLICIES);
  }

  private static void size(Quantity size, Checks checks) {
    if (size.signum() <= 0) {
      checks.add("spec.size", "expected a size above zero, found " + size);
    } else if (!size.whole()) {
      checks.add("spec.size", "expected whole bytes, for instance 10Gi, found " + size);
    } else if (size.compareTo(Quantity.of(Limits.DISK_BYTES_MAX)) > 0) {
      checks.add(
          "spec.size",
          "expected at most " + Limits.DISK_BYTES_MAX + " bytes of disk, found " + size);
    }
  }

  /**
   * The volumes of a task.
   *
   * @param ordinal whether its tasks have an ordinal, as those of an App or a Job have
   */
  static void check(String path, TaskSpec spec, boolean ordinal, Checks checks) {
    checks.count(path + ".volumes", spec.volumes().size(), Limits.VOLUMES_MAX);
    Set<String> names = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    Set<String> variables = new TreeSet<>();
    int index = 0;
    for (TaskVolume volume : spec.volumes()) {
      String at = path + ".volumes[" + index++ + "]";
      checks.add(
          at + ".name", NameSyntax.problemOfLabel(volume.name(), Limits.PORT_NAME_LENGTH_MAX));
      checks.add(
          at + ".volume",
          NameSyntax.problemOfLabel(
              volume.volume(),
              Boolean.TRUE.equals(volume.perTask())
                  ? Limits.OWNER_NAME_LENGTH_MAX
                  : Limits.NAME_LENGTH_MAX));
      if (!names.add(volume.name())) {
        checks.add(
            at + ".name",
            "expected a name that no other volume of the task has, found '"
                + Checks.clip(volume.name())
                + "' again");
      }
      if (!used.add(volume.volume())) {
        checks.add(
            at + ".volume",
            "expected each Volume once, found '" + Checks.clip(volume.volume()) + "' again");
      }
      if (!ordinal && Boolean.TRUE.equals(volume.perTask())) {
        checks.add(at + ".perTask", "expected false in a Task, which has no ordinal, found true");
      }
      variables.add(volume.variable());
    }
    index = 0;
    Mounts mounts = new Mounts(names, checks);
    for (Container container : spec.containers()) {
      String at = path + ".containers[" + index++ + "]";
      mounts.check(at + ".volumeMounts", container.volumeMounts());
      env(at + ".env", container.env(), variables, checks);
    }
  }

  private static void env(String path, List<EnvVar> env, Set<String> variables, Checks checks) {
    for (int i = 0; i < env.size(); i++) {
      if (variables.contains(env.get(i).name())) {
        checks.add(
            path + "[" + i + "].name",
            "expected a variable that the agent does not set, found '" + env.get(i).name() + "'");
      }
    }
  }

  /** Containers of a task share its sandbox, so a path is for one volume. */
  private record Mounts(Set<String> names, Checks checks, List<VolumeMount> before) {
    Mounts(Set<String> names, Checks checks) {
      this(names, checks, new ArrayList<>());
    }

    void check(String path, List<VolumeMount> mounts) {
      checks.count(path, mounts.size(), Limits.VOLUMES_MAX);
      for (int i = 0; i < Math.min(mounts.size(), Limits.VOLUMES_MAX); i++) {
        String at = path + "[" + i + "]";
        VolumeMount mount = mounts.get(i);
        if (!names.contains(mount.name())) {
          checks.add(
              at + ".name",
              "expected the name of a volume of the task, found '"
                  + Checks.clip(mount.name())
                  + "'");
        }
        path(at + ".mountPath", mount.mountPath());
        for (VolumeMount other : before) {
          if (overlap(mount, other)) {
            checks.add(
                at + ".mountPath",
                "expected a path outside of that of volume "
                    + other.name()
                    + ", '"
                    + Checks.clip(other.mountPath())
                    + "', found '"
                    + Checks.clip(mount.mountPath())
                    + "'");
          }
        }
        before.add(mount);
      }
    }

    private static boolean overlap(VolumeMount one, VolumeMount other) {
      if (one.equals(other)) {
        return false;
      }
      String a = one.mountPath() + "/";
      String b = other.mountPath() + "/";
      return a.startsWith(b) || b.startsWith(a);
    }

    private void path(String at, String path) {
      checks.systemText(at, path, Limits.PATH_LENGTH_MAX);
      List<String> parts = Arrays.asList(path.split("/", -1));
      if (parts.contains("") || parts.contains(".") || parts.contains("..")) {
        checks.add(
            at,
            "expected a relative path in the sandbox without empty parts, '.' and '..', for"
                + " instance data, found '"
                + Checks.clip(path)
                + "'");
      } else if (parts.getFirst().startsWith(".meso")) {
        checks.add(
            at, "expected a path that is not the agent's, found '" + Checks.clip(path) + "'");
      }
    }
  }
}
