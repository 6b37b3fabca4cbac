package dev.meso.benchmarks.trace;

import dev.meso.controller.core.allocation.QueueTerms;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Dimensions;
import dev.meso.controller.core.placement.Rooms;
import java.util.ArrayList;
import java.util.List;

/**
 * A queue of a simulation.
 *
 * @param guarantee the part of every resource of the fleet that it is guaranteed
 */
record Tenant(String queue, int weight, double guarantee) {

  /** Three that differ in weight, and one that is guaranteed more than its weight gives it. */
  static final List<Tenant> FOUR =
      List.of(
          new Tenant("a", 1, 0),
          new Tenant("b", 2, 0),
          new Tenant("c", 1, 0),
          new Tenant("g", 1, 0.4));

  /** The book of queues for a fleet. */
  static QueueTree queues(List<Tenant> tenants, Rooms rooms) {
    long[] capacity = new long[Dimensions.KNOWN];
    for (AgentRoom room : rooms.all()) {
      for (int column = 0; column < capacity.length; column++) {
        capacity[column] += room.capacity(column);
      }
    }
    QueueTree queues = new QueueTree();
    queues.total(capacity);
    for (Tenant tenant : tenants) {
      long[] guarantee = new long[capacity.length];
      for (int column = 0; column < guarantee.length; column++) {
        guarantee[column] = (long) (tenant.guarantee * capacity[column]);
      }
      queues.configure(
          tenant.queue, new QueueTerms(tenant.weight, guarantee, new long[0], QueueTerms.NO_LIMIT));
      if (queues.leaf(tenant.queue) < 0) {
        throw new IllegalStateException(tenant.queue + ": expected a leaf");
      }
    }
    return queues;
  }

  /**
   * What is due to each when all want more, of what all have together: by weight, but nobody less
   * than the guarantee.
   *
   * <p>Worked example: of 0.9, weights 1, 2, 1 and 1, the last guaranteed 0.4. By weight it would
   * get 0.18, so it gets 0.4 and the others divide 0.5: 0.125, 0.25 and 0.125.
   */
  static double[] due(List<Tenant> tenants, double together) {
    boolean[] guaranteed = new boolean[tenants.size()];
    double[] due = new double[tenants.size()];
    boolean changed = true;
    while (changed) {
      changed = false;
      double left = together;
      double weights = 0;
      for (int i = 0; i < due.length; i++) {
        left -= guaranteed[i] ? tenants.get(i).guarantee : 0;
        weights += guaranteed[i] ? 0 : tenants.get(i).weight;
      }
      for (int i = 0; i < due.length; i++) {
        Tenant tenant = tenants.get(i);
        due[i] = guaranteed[i] ? tenant.guarantee : Math.max(0, left) * tenant.weight / weights;
        if (!guaranteed[i] && due[i] < tenant.guarantee) {
          guaranteed[i] = true;
          changed = true;
        }
      }
    }
    return due;
  }

  /** What each has: the largest part of any resource. */
  static double[] shares(List<Tenant> tenants, QueueTree queues) {
    List<Double> shares = new ArrayList<>();
    for (Tenant tenant : tenants) {
      var standing = queues.standing(tenant.queue);
      shares.add(standing == null ? 0.0 : standing.share());
    }
    return shares.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
