package dev.meso.api.validation;

import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.LabelRequirement;
import dev.meso.api.kind.Limits;
import dev.meso.api.kind.Preference;
import dev.meso.api.kind.Spread;
import dev.meso.api.kind.TaskSelector;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.Toleration;
import dev.meso.api.meta.LabelSyntax;
import dev.meso.api.meta.NameSyntax;
import dev.meso.api.placement.AttributeMatch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rules for what a task says of its queue and of where it is placed. */
final class PlacementRules {
  private final Checks checks;

  PlacementRules(Checks checks) {
    this.checks = checks;
  }

  void check(String path, TaskSpec spec) {
    if (spec.queue() != null) {
      queue(path + ".queue", spec.queue(), checks);
    }
    checks.range(path + ".priority", spec.priority(), -Limits.PRIORITY_MAX, Limits.PRIORITY_MAX);
    checks.oneOf(path + ".preemptionPolicy", spec.preemptionPolicy(), TaskSpec.PREEMPTION_POLICIES);
    checks.range(
        path + ".activeDeadlineSeconds",
        spec.activeDeadlineSeconds(),
        1,
        Limits.ACTIVE_DEADLINE_SECONDS_MAX);
    constraints(path + ".constraints", spec.constraints());
    preferences(path + ".preferences", spec.preferences());
    spreads(path + ".spread", spec.spread());
    tolerations(path + ".tolerations", spec.tolerations());
  }

  /** The name of a queue, which need not exist yet. */
  static void queue(String path, String name, Checks checks) {
    checks.add(
        path,
        NameSyntax.problemOfPath(name, Limits.QUEUE_LEVELS_MAX, Limits.QUEUE_NAME_LENGTH_MAX));
  }

  void constraints(String path, List<Constraint> constraints) {
    checks.count(path, constraints.size(), Limits.CONSTRAINTS_MAX);
    for (int i = 0; i < Math.min(constraints.size(), Limits.CONSTRAINTS_MAX); i++) {
      String at = path + "[" + i + "]";
      Constraint constraint = constraints.get(i);
      String operator = constraint.operator();
      checks.oneOf(at + ".operator", operator, Constraint.OPERATORS);
      if (operator.equals(Constraint.MAX_PER_VALUE)) {
        if (constraint.max() == null) {
          checks.add(at + ".max", "required: expected a number with MaxPerValue, found nothing");
        }
        checks.range(at + ".max", constraint.max(), 1, Limits.REPLICAS_MAX);
      } else {
        checks.absent(at + ".max", constraint.max(), "only MaxPerValue has it");
      }
      condition(at, constraint.attribute(), operator, constraint.values(), constraint.tasks());
    }
  }

  private void preferences(String path, List<Preference> preferences) {
    checks.count(path, preferences.size(), Limits.PREFERENCES_MAX);
    for (int i = 0; i < Math.min(preferences.size(), Limits.PREFERENCES_MAX); i++) {
      String at = path + "[" + i + "]";
      Preference preference = preferences.get(i);
      if (preference.weight() == 0) {
        checks.add(at + ".weight", "expected a number that is not 0, found 0: it means nothing");
      }
      checks.range(
          at + ".weight",
          preference.weight(),
          -Limits.PREFERENCE_WEIGHT_MAX,
          Limits.PREFERENCE_WEIGHT_MAX);
      if (preference.operator().equals(Constraint.APART)) {
        checks.add(
            at + ".operator", "expected Together with a weight below 0 instead, found 'Apart'");
      } else {
        checks.oneOf(at + ".operator", preference.operator(), Preference.OPERATORS);
      }
      condition(
          at,
          preference.attribute(),
          preference.operator(),
          preference.values(),
          preference.tasks());
    }
  }

  private void condition(
      String path,
      String attribute,
      String operator,
      List<String> values,
      @Nullable TaskSelector tasks) {
    checks.add(path + ".attribute", LabelSyntax.problemOfKey(attribute));
    boolean ofAttribute = Constraint.ATTRIBUTE_OPERATORS.contains(operator);
    boolean ofTasks = operator.equals(Constraint.TOGETHER) || operator.equals(Constraint.APART);
    if (ofAttribute) {
      values(path + ".values", operator, values);
    } else if (!values.isEmpty()) {
      checks.add(
          path + ".values",
          "expected no values with " + Checks.clip(operator) + ", found " + values.size());
    }
    if (!ofTasks) {
      if (tasks != null) {
        checks.add(path + ".tasks", "expected nothing: only Together and Apart have it");
      }
    } else if (tasks == null
        || (tasks.matchLabels().isEmpty() && tasks.matchExpressions().isEmpty())) {
      checks.add(
          path + ".tasks",
          "required: expected matchLabels or matchExpressions with " + operator + ", found none");
    } else {
      selector(path + ".tasks", tasks);
    }
  }

  private void values(String path, String operator, List<String> values) {
    checks.count(path, values.size(), Limits.CONSTRAINT_VALUES_MAX);
    if (values.size() > Limits.CONSTRAINT_VALUES_MAX) {
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      checks.systemText(path + "[" + i + "]", values.get(i), Limits.ATTRIBUTE_LENGTH_MAX);
    }
    checks.add(path, AttributeMatch.problem(operator, values));
  }

  private void selector(String path, TaskSelector tasks) {
    int count = tasks.matchLabels().size() + tasks.matchExpressions().size();
    checks.count(path, count, Limits.SELECTOR_REQUIREMENTS_MAX);
    if (count > Limits.SELECTOR_REQUIREMENTS_MAX) {
      return;
    }
    for (Map.Entry<String, String> label : tasks.matchLabels().entrySet()) {
      checks.add(
          MetadataRules.entry(path + ".matchLabels", label.getKey()),
          LabelSyntax.problemOfKey(label.getKey())
              .or(() -> LabelSyntax.problemOfValue(label.getValue())));
    }
    for (int i = 0; i < tasks.matchExpressions().size(); i++) {
      requirement(path + ".matchExpressions[" + i + "]", tasks.matchExpressions().get(i));
    }
  }

  private void requirement(String path, LabelRequirement requirement) {
    checks.add(path + ".key", LabelSyntax.problemOfKey(requirement.key()));
    checks.oneOf(path + ".operator", requirement.operator(), LabelRequirement.OPERATORS);
    boolean compares =
        requirement.operator().equals(LabelRequirement.IN)
            || requirement.operator().equals(LabelRequirement.NOT_IN);
    int found = requirement.values().size();
    checks.count(path + ".values", found, Limits.CONSTRAINT_VALUES_MAX);
    if (compares && found == 0) {
      checks.add(path + ".values", "required: expected at least one value, found none");
    } else if (!compares && found > 0) {
      checks.add(path + ".values", "expected no values, found " + found);
    }
    for (int i = 0; i < Math.min(found, Limits.CONSTRAINT_VALUES_MAX); i++) {
      checks.add(
          path + ".values[" + i + "]", LabelSyntax.problemOfValue(requirement.values().get(i)));
    }
  }

  private void spreads(String path, List<Spread> spreads) {
    checks.count(path, spreads.size(), Limits.SPREADS_MAX);
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < Math.min(spreads.size(), Limits.SPREADS_MAX); i++) {
      String at = path + "[" + i + "]";
      Spread spread = spreads.get(i);
      checks.add(at + ".attribute", LabelSyntax.problemOfKey(spread.attribute()));
      if (!seen.add(spread.attribute())) {
        checks.add(
            at + ".attribute",
            "expected an attribute that no other spread has, found '"
                + Checks.clip(spread.attribute())
                + "' again");
      }
      checks.range(at + ".weight", spread.weight(), 1, Limits.SPREAD_WEIGHT_MAX);
      checks.range(at + ".maxSkew", spread.maxSkew(), 1, Limits.REPLICAS_MAX);
      targets(at + ".targets", spread.targets());
    }
  }

  private void targets(String path, Map<String, Integer> targets) {
    checks.count(path, targets.size(), Limits.SPREAD_TARGETS_MAX);
    long sum = 0;
    for (Map.Entry<String, Integer> target : targets.entrySet()) {
      String at = MetadataRules.entry(path, target.getKey());
      checks.systemText(at, target.getKey(), Limits.ATTRIBUTE_LENGTH_MAX);
      checks.range(at, target.getValue(), 0, 100);
      sum += target.getValue();
    }
    if (sum > 100) {
      checks.add(path, "expected at most 100 percent together, found " + sum);
    }
  }

  private void tolerations(String path, List<Toleration> tolerations) {
    checks.count(path, tolerations.size(), Limits.TOLERATIONS_MAX);
    for (int i = 0; i < Math.min(tolerations.size(), Limits.TOLERATIONS_MAX); i++) {
      String at = path + "[" + i + "]";
      Toleration toleration = tolerations.get(i);
      boolean anyKey = toleration.key() == null || toleration.key().isEmpty();
      boolean exists = Toleration.EXISTS.equals(toleration.operator());
      checks.oneOf(at + ".operator", toleration.operator(), Toleration.OPERATORS);
      if (!anyKey && toleration.key() != null) {
        checks.add(at + ".key", LabelSyntax.problemOfKey(toleration.key()));
      } else if (!exists) {
        checks.add(at + ".key", "required: expected a key, or operator Exists, found nothing");
      }
      if (toleration.value() != null && !toleration.value().isEmpty()) {
        if (exists) {
          checks.absent(at + ".value", toleration.value(), "Exists takes any value");
        } else {
          checks.add(at + ".value", LabelSyntax.problemOfValue(toleration.value()));
        }
      }
      if (toleration.effect() != null && !toleration.effect().isEmpty()) {
        checks.oneOf(at + ".effect", toleration.effect(), Toleration.EFFECTS);
      }
    }
  }
}
