package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.Amounts;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * "Tasks of others are placed on the rest only": what a queue takes of an agent leaves there what
 * the agent's spec, as it is at that revision, keeps for other queues and those do not use. What a
 * queue has on the agent, its volumes too, counts as use of what is kept for it or for one above.
 * Of reservations for a queue and for one above it, what fits into both is kept once. An excess
 * that was there before, of a reservation that was made since, is nobody's fault.
 */
final class ReservationKept implements Invariant {
  private record Taker(String agent, String queue) {}

  @Override
  public String name() {
    return "reservation-kept";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    Map<Taker, Amounts> raised = new LinkedHashMap<>();
    for (Delta delta : moment.deltas()) {
      Held after = delta.after();
      if (delta.created()
          && delta.place() instanceof Place.Assignment(String agent, _)
          && after != null
          && after.value() instanceof Value.Assignment made
          && Reservations.some(moment.world().agent(agent))) {
        Taker taker = new Taker(agent, Accounts.queue(made.body().path("spec")));
        raised.merge(taker, made.resources(), Amounts::plus);
      }
    }
    if (raised.isEmpty()) {
      return;
    }
    for (Delta delta : moment.deltas()) {
      Volumes.binding(moment, delta)
          .ifPresent(
              bound ->
                  raised.computeIfPresent(
                      new Taker(bound.agent(), bound.queue()),
                      (_, sum) -> sum.plus(bound.amounts())));
    }
    raised.forEach((taker, amounts) -> check(moment.world(), taker, amounts, findings));
  }

  private void check(World world, Taker taker, Amounts raised, Findings findings) {
    AgentSight agent = world.agent(taker.agent());
    Value.Registration registration = agent.registration();
    if (registration == null) {
      return;
    }
    Amounts used = Volumes.on(world, taker.agent(), _ -> true);
    for (Held held : agent.assignments().values()) {
      Value.Assignment made = held.assignment();
      used = made == null ? used : used.plus(made.resources());
    }
    Amounts kept = Reservations.neededByOthers(world, agent, taker.queue());
    for (Map.Entry<String, Long> each : raised.of().entrySet()) {
      String what = each.getKey();
      long use = used.get(what);
      long capacity = registration.capacity().get(what);
      findings.require(
          use + kept.get(what) <= capacity,
          name(),
          () ->
              "queue "
                  + taker.queue()
                  + " took "
                  + each.getValue()
                  + " of "
                  + what
                  + " on "
                  + taker.agent()
                  + ", of which "
                  + use
                  + " of "
                  + capacity
                  + " are used now and "
                  + kept.get(what)
                  + " are kept for others");
    }
  }
}
