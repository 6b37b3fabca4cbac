package dev.meso.system.chaos;

import dev.meso.simulation.check.AgentFact;
import dev.meso.simulation.check.Checker;
import dev.meso.simulation.check.Rules;
import dev.meso.simulation.check.Step;
import dev.meso.simulation.check.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Hears what is recorded: writes it to {@code record.txt}, keeps the {@link Ledger}, and hands it
 * to the invariant checker, which is single-threaded.
 */
final class RecordChecks implements AutoCloseable {
  private final Checker checker = new Checker(Rules.recorded());
  private final Ledger ledger;
  private final Writer file;

  RecordChecks(Ledger ledger, Path directory) {
    this.ledger = ledger;
    try {
      file = Files.newBufferedWriter(directory.resolve("record.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void observe(Step step) {
    try {
      file.write(step.revision() + " " + step.at() + " " + step.changes() + "\n");
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ledger.observe(step);
    checker.observe(step);
  }

  /** Nobody could write to etcd before, and everybody can since now. */
  synchronized void storeBack(Duration at) {
    checker.storeBack(at);
  }

  /** What is not as it was wished for, when all has had its time. */
  synchronized List<Violation> settled(Duration at, List<AgentFact> agents) {
    return checker.settled(at, agents);
  }

  /** Writes that a quiet cluster should not have made. */
  synchronized List<Violation> quietSince(Duration since) {
    return checker.quietSince(since);
  }

  /** Hands over what the checker found, and how often it looked. */
  synchronized void report(Findings findings) {
    checker.violations().forEach(findings::add);
    findings.evaluated(checker.coverage().evaluated());
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
