package dev.meso.controller.core.forecast;

import java.util.List;

/**
 * What would come of several changes at once.
 *
 * @param settled whether the state came to rest; otherwise the numbers say how far it came
 * @param decisions that were made
 * @param objects one entry for each App, Job and Task that was proposed, in the same order
 */
public record Forecast(boolean settled, int decisions, List<Outlook> objects) {
  public Forecast {
    objects = List.copyOf(objects);
  }
}
