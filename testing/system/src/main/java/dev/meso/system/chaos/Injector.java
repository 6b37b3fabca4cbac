package dev.meso.system.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Does to the cluster what a plan says, each lane on a thread of its own, and undoes all of it. */
final class Injector {
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

  private final ChaosCluster cluster;
  private final RunClock clock;
  private final Journal journal;
  private final Runnable storeBack;
  private final Map<FaultKind, Integer> done = new EnumMap<>(FaultKind.class);

  /**
   * One that has done nothing yet.
   *
   * @param storeBack told when etcd answers again after nobody could use it
   */
  Injector(ChaosCluster cluster, RunClock clock, Journal journal, Runnable storeBack) {
    this.cluster = cluster;
    this.clock = clock;
    this.journal = journal;
    this.storeBack = storeBack;
  }

  /** Injects until every fault of the plan is over; everything is healed when this returns. */
  void run(FaultPlan plan) throws InterruptedException {
    Duration start = clock.now();
    List<Thread> lanes = new ArrayList<>();
    for (List<Fault> faults : plan.lanes().values()) {
      lanes.add(Thread.ofVirtual().name("faults").start(() -> lane(start, faults)));
    }
    for (Thread lane : lanes) {
      lane.join();
    }
  }

  /** How often each kind was injected. */
  synchronized Map<FaultKind, Integer> done() {
    return new EnumMap<>(done);
  }

  private void lane(Duration start, List<Fault> faults) {
    for (Fault fault : faults) {
      Duration wait = start.plus(fault.at()).minus(clock.now());
      if (!clock.pause(wait.isNegative() ? Duration.ZERO : wait)) {
        return;
      }
      journal.say(fault.toString());
      synchronized (this) {
        done.merge(fault.kind(), 1, Integer::sum);
      }
      begin(fault);
      clock.pause(fault.lasts());
      end(fault);
      journal.note("over: " + fault);
    }
  }

  private void begin(Fault fault) {
    for (String target : fault.targets()) {
      Node node = cluster.node(target);
      switch (fault.kind().effect()) {
        case KILL -> node.kill();
        case PAUSE -> node.freeze();
        case CUT -> cluster.network().cut(target);
        case RESET -> cluster.network().reset(target);
        case FILL_DISK -> cluster.disk(target).ifPresent(SmallDisk::fill);
        case NO_SPACE -> throw new IllegalStateException("No target has no space: " + fault);
      }
    }
    if (fault.kind().effect() == FaultKind.Effect.NO_SPACE
        && !cluster.etcd().gateway().raiseNoSpace()) {
      journal.say("etcd did not take the alarm");
    }
  }

  private void end(Fault fault) {
    for (String target : fault.targets()) {
      Node node = cluster.node(target);
      switch (fault.kind().effect()) {
        case KILL -> node.restart();
        case PAUSE -> node.thaw();
        case CUT -> cluster.network().heal(target);
        case RESET -> {}
        case FILL_DISK -> cluster.disk(target).ifPresent(SmallDisk::empty);
        case NO_SPACE -> throw new IllegalStateException("No target has no space: " + fault);
      }
    }
    if (fault.kind().effect() == FaultKind.Effect.NO_SPACE) {
      until(cluster.etcd().gateway()::clearNoSpace);
    }
    if (fault.kind().lane() == FaultKind.Lane.ETCD && fault.kind().targets() != 1) {
      until(() -> cluster.etcd().gateway().list("health").isPresent());
      storeBack.run();
    }
  }

  private void until(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      if (!clock.pause(RETRY_PAUSE)) {
        return;
      }
    }
  }
}
