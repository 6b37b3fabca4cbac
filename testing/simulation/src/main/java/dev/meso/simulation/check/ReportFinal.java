package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Value;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A report says only what an agent may say, answers an assignment that its agent had, and its last
 * transitions (at most 16) are numbered upwards. What was said stays said: the numbers do not go
 * back, and an end is final.
 */
final class ReportFinal implements Invariant {
  private static final int TRANSITIONS_MAX = 16;

  @Override
  public String name() {
    return "report-final";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      if (delta.place() instanceof Place.Report(String agent, var path)
          && delta.after() != null
          && delta.after().value() instanceof Value.Report now) {
        var tried = moment.world().tried(now.uid(), path.attempt());
        Value.Report before = delta.before() == null ? null : delta.before().report();
        String wrong = wrong(before, now);
        findings.require(wrong == null, name(), () -> delta.key() + " " + wrong);
        findings.require(
            tried != null && agent.equals(tried.agent()),
            name(),
            () -> delta.key() + " answers no assignment of uid " + now.uid() + " to that agent");
      }
    }
  }

  private static @Nullable String wrong(Value.@Nullable Report before, Value.Report now) {
    if (!now.phase().reportable()) {
      return "says " + now.phase().label() + ", which is the leader's word";
    }
    List<Long> sequences = now.sequences();
    for (int i = 1; i < sequences.size(); i++) {
      if (sequences.get(i) <= sequences.get(i - 1)) {
        return "has transitions " + sequences;
      }
    }
    if (sequences.size() > TRANSITIONS_MAX) {
      return "has " + sequences.size() + " transitions";
    }
    if (before == null || !before.uid().equals(now.uid())) {
      return null;
    }
    if (before.phase().terminal()
        && (before.phase() != now.phase()
            || !Objects.equals(before.exitCode(), now.exitCode())
            || !Objects.equals(before.signal(), now.signal()))) {
      return "said "
          + before.phase().label()
          + " with exit code "
          + before.exitCode()
          + " and now "
          + now.phase().label()
          + " with "
          + now.exitCode();
    }
    return last(now) < last(before)
        ? "went back from transition " + last(before) + " to " + last(now)
        : null;
  }

  private static long last(Value.Report report) {
    return report.sequences().isEmpty() ? 0 : report.sequences().getLast();
  }
}
