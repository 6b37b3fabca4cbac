package dev.meso.store.lease;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.record.Registration;
import dev.meso.store.port.Entry;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an agent may take a name under which nobody lives at the moment.
 *
 * <p>The name is that of the agent which is registered under it, told by its uid. That one may be
 * away for a moment only, with all it runs still running: whoever took its place would say of all
 * of it that it is lost, and it would be started elsewhere at once. So an agent of another uid
 * waits until the leader has written of that very uid that it is lost, or that an admin declared it
 * gone. It need not wait when nobody is registered, or when what is registered cannot be read.
 */
final class Succession {
  /** What the leader says of an agent that others may replace. */
  private static final Set<String> REPLACEABLE = Set.of("Lost", "Gone");

  private Succession() {}

  /** The agent of another uid that is registered under the name. */
  static Optional<Registration> rival(String uid, Optional<Entry> registration) {
    return registration
        .flatMap(entry -> decode(Registration.class, entry))
        .filter(found -> !uid.equals(found.uid()));
  }

  /** Whether the leader has written of this uid that it may be replaced. */
  static boolean replaceable(String uid, Optional<Entry> status) {
    return status
        .flatMap(entry -> decode(Agent.class, entry))
        .filter(agent -> uid.equals(agent.metadata().uid()))
        .map(Agent::status)
        .map(AgentStatus::phase)
        .filter(REPLACEABLE::contains)
        .isPresent();
  }

  /** What is waited for, for people. */
  static String reason(String name, Registration rival) {
    return "the name is that of another agent: uid "
        + rival.uid()
        + " at "
        + rival.host()
        + ", which does not renew its lease at the moment; it waits until the cluster has found"
        + " that one lost, or an admin says `meso agent gone "
        + name
        + "`, and looks again each second. Give each agent a name of its own";
  }

  private static <T> Optional<T> decode(Class<T> type, Entry entry) {
    try {
      return Optional.of(Json.read(type, entry.value()));
    } catch (MalformedRecord e) {
      return Optional.empty();
    }
  }
}
