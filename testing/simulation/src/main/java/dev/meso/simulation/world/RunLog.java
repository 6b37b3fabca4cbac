package dev.meso.simulation.world;

import dev.meso.agent.driver.ContainerId;
import dev.meso.simulation.machine.ProcessListener;
import dev.meso.store.memory.Applied;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes down what happens in a run, and condenses all of it into one number: two runs with the
 * same number were the same, step for step.
 */
final class RunLog implements Applied.Listener, ProcessListener {
  private static final long PRIME = 0x100000001b3L;

  private final Supplier<Duration> clock;
  private final boolean written;
  private final Consumer<String> lines;
  private long digest = 0xcbf29ce484222325L;

  /**
   * A log.
   *
   * @param written whether lines are wanted; else they are condensed only
   */
  RunLog(Supplier<Duration> clock, boolean written, Consumer<String> lines) {
    this.clock = clock;
    this.written = written;
    this.lines = lines;
  }

  long digest() {
    return digest;
  }

  void say(String who, String what) {
    mix(clock.get().toNanos());
    mix(who.hashCode());
    mix(what.hashCode());
    line(who, what);
  }

  @Override
  public void onApplied(Applied applied) {
    switch (applied) {
      case Applied.Transaction(String author, Txn txn, TxnResult result, Duration _) -> {
        mix(clock.get().toNanos());
        mix(author.hashCode());
        mix(result.committed() ? result.revision() : -result.revision());
        txn.writes().forEach(write -> write(author, write, result));
      }
      case Applied.LeaseEnded(long lease, boolean expired, long revision, Duration _) ->
          say("store", "r" + revision + " lease " + lease + (expired ? " expired" : " revoked"));
      case Applied.Compaction(String _, long revision, Duration _) ->
          say("store", "compacted at r" + revision);
      case Applied.Disturbed(var disturbance, Duration _) -> say("store", disturbance.toString());
      case Applied.LeaseGranted _ -> {
        // Its key tells.
      }
    }
  }

  private void write(String author, Txn.Write write, TxnResult result) {
    mix(write.key().hashCode());
    String what = "deletes ";
    String value = "";
    if (write instanceof Txn.Write.Put put) {
      mix(put.value().hashCode());
      what = "puts ";
      value = " " + put.value();
    }
    if (written) {
      String outcome = result.committed() ? "r" : "REFUSED at r";
      line(author, outcome + result.revision() + " " + what + write.key() + value);
    }
  }

  @Override
  public void started(String agent, ContainerId id, long pid) {
    say(agent, "process " + pid + " of " + id + " starts");
  }

  @Override
  public void ended(String agent, ContainerId id, int signal) {
    say(agent, "process of " + id + " ends" + (signal == 0 ? "" : " by signal " + signal));
  }

  @Override
  public void rebooted(String agent) {
    say(agent, "reboots");
  }

  private void line(String who, String what) {
    if (written) {
      Duration at = clock.get();
      lines.accept(
          String.format(
              Locale.ROOT,
              "%02d:%02d.%06d %-13s %s",
              at.toMinutes(),
              at.toSecondsPart(),
              at.toNanosPart() / 1000,
              who,
              what));
    }
  }

  private void mix(long value) {
    digest = (digest ^ value) * PRIME;
    digest ^= digest >>> 29;
  }
}
