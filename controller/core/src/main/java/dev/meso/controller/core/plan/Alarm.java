package dev.meso.controller.core.plan;

import java.util.Comparator;

/**
 * What has to be looked at when its time has come.
 *
 * @param origin the object
 * @param task the name of one task of an App or Job; {@link #ALL} for all of the object
 */
public record Alarm(ObjectRef origin, String task) implements Comparable<Alarm> {
  /** No task's name: all of the object. Comes before any name. */
  public static final String ALL = "";

  private static final Comparator<Alarm> ORDER =
      Comparator.comparing(Alarm::origin).thenComparing(Alarm::task);

  /** For all of an object. */
  public static Alarm of(ObjectRef origin) {
    return new Alarm(origin, ALL);
  }

  /** Whether a look that went so far settles it. */
  public boolean within(Extent extent) {
    return extent.whole() || (!task.equals(ALL) && extent.has(task));
  }

  @Override
  public int compareTo(Alarm other) {
    return ORDER.compare(this, other);
  }
}
