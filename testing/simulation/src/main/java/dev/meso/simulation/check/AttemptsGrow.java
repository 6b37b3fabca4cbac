package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * "The leader alone grows {@code attempt}": of one task every new assignment has a higher number
 * than any before, and its status never goes back. An assignment is "write-once apart from {@code
 * desired}" and the grace period with it: from {@code run} to {@code stop}, never back ({@code
 * assignment-write-once}).
 */
final class AttemptsGrow implements Invariant {
  static final String WRITE_ONCE = "assignment-write-once";

  private final Map<String, Long> highest = new LinkedHashMap<>();

  @Override
  public String name() {
    return "attempts-grow";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      if (delta.after() == null) {
        continue;
      }
      if (delta.place() instanceof Place.Assignment(_, var path)
          && delta.after().value() instanceof Value.Assignment made) {
        Value.Assignment before = delta.before() == null ? null : delta.before().assignment();
        if (before == null) {
          created(delta.key(), path.attempt(), made, findings);
        } else {
          rewritten(delta.key(), before, made, findings);
        }
      } else if (delta.after().value() instanceof Value.TaskStatus task) {
        Value.TaskStatus before = delta.before() == null ? null : delta.before().task();
        findings.require(
            before == null
                || !before.uid().equals(task.uid())
                || before.attempt() <= task.attempt(),
            name(),
            () -> delta.key() + " went back to attempt " + task.attempt());
      }
    }
  }

  private void created(String key, long attempt, Value.Assignment made, Findings findings) {
    long last = highest.getOrDefault(made.uid(), 0L);
    findings.require(
        attempt > last,
        name(),
        () -> key + " was assigned after attempt " + last + " of the same task " + made.uid());
    findings.require(
        attempt == made.attempt() && !made.stopping(),
        WRITE_ONCE,
        () -> key + " begins with attempt " + made.attempt() + (made.stopping() ? ", stop" : ""));
    highest.put(made.uid(), Math.max(last, attempt));
  }

  private static void rewritten(
      String key, Value.Assignment before, Value.Assignment after, Findings findings) {
    findings.require(
        before.body().equals(after.body()),
        WRITE_ONCE,
        () -> key + " was changed from " + before.body() + " to " + after.body());
    findings.require(
        !before.stopping() || after.stopping(),
        WRITE_ONCE,
        () -> key + " was to stop and is to run again");
    findings.require(
        before.held() || !after.held(), WRITE_ONCE, () -> key + " was released and is held again");
  }
}
