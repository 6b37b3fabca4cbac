package dev.meso.controller.apiserver.write;

import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.ApiObject;
import dev.meso.controller.apiserver.ApiLimits;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.rbac.Escalation;
import dev.meso.controller.apiserver.rbac.QueueRights;
import dev.meso.store.port.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * What every write needs.
 *
 * @param uids gives a new random uid at each call
 * @param escalation keeps people from giving more rights than they have
 * @param queues says whose work may be in which queue
 */
public record WriteContext(
    ObjectView view,
    Store store,
    Keyspace keyspace,
    InstantSource clock,
    Supplier<String> uids,
    ApiLimits limits,
    Escalation escalation,
    QueueRights queues) {

  /**
   * Looks at what somebody is about to write, as far as its spec gives him rights or room.
   *
   * @throws dev.meso.controller.apiserver.status.ApiError 403 if he may not
   */
  void permit(Principal who, ApiObject after) {
    escalation.check(who, after);
    queues.check(who, after);
  }

  /** The time as it is stored: in whole seconds. */
  Instant seconds() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
