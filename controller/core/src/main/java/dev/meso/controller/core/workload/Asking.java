package dev.meso.controller.core.workload;

import dev.meso.api.kind.TaskSpec;
import dev.meso.controller.core.allocation.Ask;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.workload.Candidates.Candidate;

/** Works out what candidates ask for. */
final class Asking {
  private Asking() {}

  private static Ask.Gang gang(Target target) {
    Target.Gang gang = target.gang();
    return gang == null || gang.complete()
        ? Ask.Gang.NONE
        : new Ask.Gang(gang.missing(), gang.begun());
  }

  /** So many tasks like this one. */
  static Ask ask(Candidate candidate, int count) {
    Target target = candidate.target();
    TaskSpec spec = target.spec();
    ObjectRef owner = target.owner();
    Demand demand =
        Demand.of(
            spec,
            candidate.name().namespace(),
            candidate.name().name(),
            owner == null ? null : owner.ownerText(),
            target.labels());
    return new Ask(
        candidate.origin(),
        spec.queueName(),
        spec.priorityValue(),
        target.since(),
        candidate.variant(),
        spec.mayPreempt(),
        candidate.nominated(),
        gang(target),
        demand,
        count);
  }
}
