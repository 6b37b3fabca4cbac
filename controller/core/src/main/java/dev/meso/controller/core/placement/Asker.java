package dev.meso.controller.core.placement;

import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.Preference;
import dev.meso.api.kind.Spread;
import dev.meso.api.kind.TaskSelector;
import dev.meso.api.placement.AttributeMatch;
import dev.meso.api.validation.Defaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the conditions and likings of a demand ready to be asked. */
final class Asker {
  private final Demand demand;
  private final Peers group;
  private final Facts facts;

  /** What is asked of the rooms. */
  interface Facts {
    /** Tasks of a namespace that a selector chooses. */
    Peers chosen(String namespace, TaskSelector selector);

    /** How many of some peers there are by value of an attribute. */
    Map<String, Integer> by(Peers peers, String attribute);

    /** Values of an attribute that agents have whose facts suit. */
    List<String> values(Shape shape, String attribute);

    /** Whether some agent has a taint that asks to be avoided. */
    boolean anyDisliked();
  }

  Asker(Demand demand, Peers group, Facts facts) {
    this.demand = demand;
    this.group = group;
    this.facts = facts;
  }

  List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    for (Constraint one : demand.company().conditions()) {
      conditions.add(condition(one));
    }
    for (Spread spread : demand.company().spread()) {
      Integer most = spread.maxSkew();
      if (most != null) {
        String attribute = spread.attribute();
        conditions.add(
            new Condition.Skew(
                attribute,
                most,
                facts.by(group, attribute),
                group,
                facts.values(demand.shape(), attribute)));
      }
    }
    return conditions;
  }

  private Condition condition(Constraint one) {
    String attribute = one.attribute();
    return switch (one.operator()) {
      case Constraint.UNIQUE -> new Condition.AtMost(attribute, 1, facts.by(group, attribute));
      case Constraint.MAX_PER_VALUE -> {
        Integer max = one.max();
        yield new Condition.AtMost(attribute, max == null ? 1 : max, facts.by(group, attribute));
      }
      case Constraint.TOGETHER -> {
        Peers peers = chosen(one);
        boolean own = one.tasks() != null && one.tasks().compiled().matches(demand.labels());
        yield new Condition.Near(attribute, facts.by(peers, attribute), peers, own);
      }
      case Constraint.APART -> new Condition.Away(attribute, facts.by(chosen(one), attribute));
      default ->
          throw new IllegalArgumentException(
              "constraints: expected an operator that is known, found " + one.operator());
    };
  }

  private Peers chosen(Constraint one) {
    if (one.tasks() == null) {
      throw new IllegalArgumentException("constraints: expected tasks, found none");
    }
    return facts.chosen(demand.namespace(), one.tasks());
  }

  List<Liking> likings() {
    List<Liking> likings = new ArrayList<>();
    for (Preference one : demand.company().preferences()) {
      likings.add(
          one.tasks() == null
              ? new Liking.Attribute(
                  one.weight(), AttributeMatch.of(one.attribute(), one.operator(), one.values()))
              : new Liking.Near(
                  one.weight(),
                  one.attribute(),
                  facts.by(facts.chosen(demand.namespace(), one.tasks()), one.attribute())));
    }
    for (Spread spread : demand.company().spread()) {
      Integer weight = spread.weight();
      likings.add(
          new Liking.Even(
              weight == null ? Defaults.SPREAD_WEIGHT : weight,
              spread.attribute(),
              spread.targets(),
              facts.values(demand.shape(), spread.attribute()),
              facts.by(group, spread.attribute()),
              group));
    }
    if (facts.anyDisliked()) {
      likings.add(new Liking.Untainted(demand.shape().tolerations()));
    }
    return likings;
  }
}
