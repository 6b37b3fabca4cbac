package dev.meso.api.validation;

import dev.meso.api.kind.Limits;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.meta.LabelSyntax;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Rules for the spec of a task. */
final class TaskRules {
  private TaskRules() {}

  static void checkTemplate(
      String path, TaskTemplate template, List<String> restartPolicies, Checks checks) {
    if (template.metadata() != null) {
      MetadataRules.checkTemplate(path + ".metadata", template.metadata(), checks);
    }
    check(path + ".spec", template.spec(), restartPolicies, checks);
    VolumeRules.check(path + ".spec", template.spec(), true, checks);
  }

  static void check(String path, TaskSpec spec, List<String> restartPolicies, Checks checks) {
    new ContainerRules(checks).check(path + ".containers", spec.containers());
    ResourceRules.checkSum(path + ".containers", spec, checks);
    selector(path + ".nodeSelector", spec.nodeSelector(), Limits.NODE_SELECTOR_MAX, checks);
    checks.oneOf(path + ".restartPolicy", spec.restartPolicy(), restartPolicies);
    checks.range(path + ".maxRestarts", spec.maxRestarts(), 0, Limits.RESTARTS_MAX);
    checks.range(
        path + ".terminationGracePeriodSeconds",
        spec.terminationGracePeriodSeconds(),
        0,
        Limits.GRACE_PERIOD_SECONDS_MAX);
    new PlacementRules(checks).check(path, spec);

    checks.oneOf(path + ".onLost", spec.onLost(), TaskSpec.ON_LOST_POLICIES);
    if (spec.replaceAfter() != null) {
      if (spec.replaceAfter().isNegative()) {
        checks.add(
            path + ".replaceAfter",
            "expected a duration not below zero, found " + spec.replaceAfter());
      } else if (TaskSpec.ON_LOST_WAIT.equals(spec.onLost()) && !spec.replaceAfter().isZero()) {
        checks.add(
            path + ".replaceAfter", "expected nothing with onLost Wait, which never replaces");
      }
    }
  }

  /** Attributes of agents, wanted or given. */
  static void selector(String path, SortedMap<String, String> attributes, int max, Checks checks) {
    checks.count(path, attributes.size(), max);
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      String entryPath = MetadataRules.entry(path, attribute.getKey());
      checks.add(entryPath, LabelSyntax.problemOfKey(attribute.getKey()));
      checks.systemText(entryPath, attribute.getValue(), Limits.ATTRIBUTE_LENGTH_MAX);
    }
  }
}
