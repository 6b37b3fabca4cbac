package dev.meso.store.election;

import dev.meso.api.time.Now;
import dev.meso.store.actor.Actor;
import dev.meso.store.actor.Effect;
import java.util.List;

/** Stands for election. */
public final class ElectionActor
    implements Actor<ElectionMessage, Effect<ElectionMessage, ElectionEffect>> {
  private final ElectionConfig config;

  public ElectionActor(ElectionConfig config) {
    this.config = config;
  }

  @Override
  public List<Effect<ElectionMessage, ElectionEffect>> on(ElectionMessage message, Now now) {
    throw new UnsupportedOperationException("Not yet: " + config.leaderKey());
  }
}
