package dev.meso.controller.apiserver.write;

import dev.meso.api.key.Keyspace;
import dev.meso.controller.apiserver.ApiLimits;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.rbac.Escalation;
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
 */
public record WriteContext(
    ObjectView view,
    Store store,
    Keyspace keyspace,
    InstantSource clock,
    Supplier<String> uids,
    ApiLimits limits,
    Escalation escalation) {

  /** The time as it is stored: in whole seconds. */
  Instant seconds() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
