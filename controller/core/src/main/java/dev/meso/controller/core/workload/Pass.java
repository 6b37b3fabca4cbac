package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.time.Now;
import dev.meso.controller.core.agent.Fleet;
import dev.meso.controller.core.plan.Alarm;
import dev.meso.controller.core.plan.Draft;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.WorkloadRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one decision share.
 *
 * @param seed the only source of chance
 */
public record Pass(
    ClusterView view, Now now, long seed, Fleet fleet, Draft draft, Candidates candidates) {

  void notDone(ObjectRef ref, String reason, String message) {
    draft.notDone(ref, new NotDone(reason, message, null));
  }

  /**
   * Looks at something again at a time of the wall clock, at most the longest back-off from now.
   */
  void lookAt(Alarm alarm, Instant at) {
    Duration wait = Duration.between(now.wall(), at);
    if (wait.compareTo(BackOff.MAX) > 0) {
      wait = BackOff.MAX;
    }
    draft.timer(alarm, now.monotonic().plus(wait));
  }

  /** Whether a time has come; one further away than any back-off is a clock that jumped. */
  boolean due(@Nullable Instant at) {
    return at == null
        || !at.isAfter(now.wall())
        || Duration.between(now.wall(), at).compareTo(BackOff.MAX.multipliedBy(2)) > 0;
  }

  /** Whether the namespace is on its way out, with everything in it. */
  boolean terminating(String namespace) {
    WorkloadRow row = namespaceRow(namespace);
    return row != null && row.deleting();
  }

  /** The guard that a namespace's fate has not changed. */
  List<PlannedGuard> namespaceGuard(String namespace) {
    WorkloadRow row = namespaceRow(namespace);
    return List.of(
        Cell.unchanged(
            new Key.Spec(Kind.NAMESPACE, null, namespace), row == null ? null : row.specCell()));
  }

  /** A uid that nothing else has: it follows from the arguments and the time alone. */
  String uid(String of) {
    String text = of + "/" + now.wall() + "/" + seed;
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private @Nullable WorkloadRow namespaceRow(String namespace) {
    return view.workloads().get(new ObjectRef(Kind.NAMESPACE, "", namespace));
  }
}
