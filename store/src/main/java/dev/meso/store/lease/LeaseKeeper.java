package dev.meso.store.lease;

import dev.meso.api.time.Now;
import dev.meso.store.actor.Actor;
import dev.meso.store.actor.Effect;
import java.util.List;

/** Keeps an agent's lease and alive key. */
public final class LeaseKeeper implements Actor<LeaseMessage, Effect<LeaseMessage, LeaseEffect>> {
  private final LeaseConfig config;

  public LeaseKeeper(LeaseConfig config) {
    this.config = config;
  }

  @Override
  public List<Effect<LeaseMessage, LeaseEffect>> on(LeaseMessage message, Now now) {
    throw new UnsupportedOperationException("Not yet: " + config.aliveKey());
  }
}
