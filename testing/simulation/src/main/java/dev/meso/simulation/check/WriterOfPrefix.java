package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;

/**
 * "Each prefix has one writer; nobody else should write there." Users stand for the API servers. A
 * lease takes alive and leader keys away. The leader takes away spec keys at the end of a deletion,
 * stale intents, the registration of an agent that was deleted, and what a gone agent reported.
 */
final class WriterOfPrefix implements Invariant {
  @Override
  public String name() {
    return "writer-of-prefix";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    if (moment.step().author().isEmpty()) {
      return;
    }
    for (Delta delta : moment.deltas()) {
      findings.require(
          allowed(delta, moment),
          name(),
          () ->
              moment.writer().name()
                  + (delta.deleted() ? " deleted " : " wrote ")
                  + delta.key()
                  + ", which is not its to do");
    }
  }

  private static boolean allowed(Delta delta, Moment moment) {
    Writer writer = moment.writer();
    boolean deletes = delta.deleted();
    boolean controller = writer.role() == Writer.Role.CONTROLLER;
    return switch (delta.place()) {
      case Place.Spec _ ->
          deletes ? controller && endOfDeletion(delta, moment) : writer.role() == Writer.Role.USER;
      case Place.Status _, Place.Assignment _ -> controller;
      case Place.Meta _ -> controller && !deletes;
      case Place.Report(String agent, _) ->
          is(writer, agent) || (deletes && controller && moment.world().agent(agent).gone());
      case Place.Registration(String agent) ->
          is(writer, agent) || (deletes && controller && agentWasDeleted(agent, moment));
      case Place.Alive(String agent) ->
          is(writer, agent) || (deletes && writer.role() == Writer.Role.LEASE);
      case Place.Leader _ -> controller || (deletes && writer.role() == Writer.Role.LEASE);
      case Place.Barrier(String of) -> controller && writer.name().equals(of);
      case Place.SoftEvent _ -> true;
      case Place.Unknown _ -> false;
    };
  }

  private static boolean is(Writer writer, String agent) {
    return writer.role() == Writer.Role.AGENT && writer.name().equals(agent);
  }

  /** The object's own mark, or that of its namespace; an intent may go whenever it is stale. */
  static boolean endOfDeletion(Delta delta, Moment moment) {
    Value.Spec before = delta.before() == null ? null : delta.before().spec();
    if (before == null || before.deleting() || before.intent()) {
      return before != null;
    }
    return delta.place() instanceof Place.Spec(_, String namespace, _)
        && namespaceDeleting(namespace, moment);
  }

  private static boolean namespaceDeleting(String namespace, Moment moment) {
    World world = moment.world();
    var key = moment.before(world.keys().spec(KeyLayout.NAMESPACES, "", namespace));
    Value.Spec spec = key == null ? null : key.spec();
    return spec != null && spec.deleting();
  }

  private static boolean agentWasDeleted(String agent, Moment moment) {
    var key = moment.before(moment.world().keys().spec(KeyLayout.AGENTS, "", agent));
    Value.Spec spec = key == null ? null : key.spec();
    return spec != null && spec.deleting();
  }
}
