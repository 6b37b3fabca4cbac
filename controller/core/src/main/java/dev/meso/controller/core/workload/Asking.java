package dev.meso.controller.core.workload;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.TaskSpec;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.state.WorkloadRow;
import dev.meso.controller.core.workload.Candidates.Candidate;
import org.jspecify.annotations.Nullable;

/** Works out what candidates ask for. */
final class Asking {
  private Asking() {}

  /** What the queue says, or the nearest one above it that says something. */
  private static @Nullable Scoring scoring(Pass pass, String queue) {
    for (String name = queue; !name.isEmpty(); name = Queue.above(name)) {
      WorkloadRow row = pass.view().workloads().get(new ObjectRef(Kind.QUEUE, "", name));
      if (row != null
          && row.specObject() instanceof Queue found
          && found.spec() != null
          && found.spec().placement() != null) {
        return QueueSpec.PACK.equals(found.spec().placement()) ? Scoring.PACK : Scoring.SPREAD;
      }
    }
    return null;
  }

  private static Ask.Gang gang(Target target) {
    Target.Gang gang = target.gang();
    return gang == null || gang.complete()
        ? Ask.Gang.NONE
        : new Ask.Gang(gang.missing(), gang.begun());
  }

  /** So many tasks like this one. */
  static Ask ask(Pass pass, Candidate candidate, int count) {
    Target target = candidate.target();
    TaskSpec spec = target.spec();
    ObjectRef owner = target.owner();
    Demand demand =
        Demand.of(
                spec,
                candidate.name().namespace(),
                candidate.name().name(),
                owner == null ? null : owner.ownerText(),
                target.labels())
            .using(candidate.volumes(pass).uses())
            .scoredBy(scoring(pass, spec.queueName()));
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
