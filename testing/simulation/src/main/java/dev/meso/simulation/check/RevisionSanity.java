package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Value;

/**
 * Revisions grow; "values are JSON, limit 32 KiB; 512 KiB for user objects", where an assignment
 * counts without its spec.
 */
final class RevisionSanity implements Invariant {
  private static final int RECORD_BYTES_MAX = 32 * 1024;
  private static final int OBJECT_BYTES_MAX = 512 * 1024;

  private long last;

  @Override
  public String name() {
    return "revision-sanity";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    long revision = moment.step().revision();
    long before = last;
    findings.require(
        revision > before, name(), () -> "revision " + revision + " came after " + before);
    last = Math.max(last, revision);
    for (Delta delta : moment.deltas()) {
      if (delta.after() == null) {
        continue;
      }
      Held held = delta.after();
      findings.require(
          !(held.value() instanceof Value.Broken),
          name(),
          () -> delta.key() + " cannot be read: " + held.value());
      int max = delta.place() instanceof Place.Spec ? OBJECT_BYTES_MAX : RECORD_BYTES_MAX;
      int free = held.value() instanceof Value.Assignment made ? made.bytesOfSpec() : 0;
      // Characters are at least a third of the bytes, so that most values need not be encoded.
      int length = held.entry().value().length() - free;
      findings.require(
          length * 3L <= max || bytes(held) - free <= max,
          name(),
          () -> delta.key() + " has " + length + " characters, at most " + max + " are allowed");
    }
  }

  private static int bytes(Held held) {
    return held.entry().value().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }
}
