package dev.meso.controller.core.placement;

/** Which of the agents that may take a task is the better one for it. */
public enum Scoring {
  /**
   * Fills agents up, so that room for large tasks stays whole. Goals in order: fewest tasks of the
   * group, where the demand wants them apart; few devices are free ({@value #DEVICE_FREE} for
   * each), what is left of the agent has the shape of what is asked for (the cosine of the two
   * vectors) and is little (mean of what is left, weighed {@value #MEAN_FREE}).
   *
   * <p>Devices are counted, not measured as a fraction: who wants eight needs eight on one agent,
   * so two that are free of two cost less than five of eight. The cosine alone sends small tasks
   * with a device to agents on which all are free, since these have their shape.
   *
   * <p>Worked example: a task of 1 core and 1 device; agent a has 8 of 8 cores and 8 of 8 devices
   * free, b 8 of 8 and 1 of 8. The task asks for (1/8, 1/8), which is the shape of what a has:
   * cosine 1, b's is 0.79. The means are 1 and 0.56. So a costs 2 + 0.15 - 1 = 1.15 and b 0.25 +
   * 0.08 - 0.79 = -0.46: it goes to b.
   *
   * <p>Source: the alignment score of Grandl et al., Multi-Resource Packing for Cluster Schedulers
   * (SIGCOMM'14), normalised, with a term for fullness.
   */
  PACK {
    @Override
    double score(Query query, Grid grid, int slot) {
      double dot = 0;
      double asked = 0;
      double left = 0;
      double sum = 0;
      int columns = 0;
      for (int column = 0; column < Dimensions.KNOWN; column++) {
        double perUnit = grid.perUnit(slot, column);
        if (perUnit > 0) {
          double free = grid.free(slot, column) * perUnit;
          double wanted = Dimensions.at(query.amounts(), column) * perUnit;
          dot += free * wanted;
          asked += wanted * wanted;
          left += free * free;
          sum += free;
          columns++;
        }
      }
      double cosine = asked > 0 && left > 0 ? dot / Math.sqrt(asked * left) : 0;
      double devices = DEVICE_FREE * grid.free(slot, Dimensions.GPU);
      return devices + (columns == 0 ? 0 : MEAN_FREE * sum / columns) - cosine;
    }
  },

  /**
   * Levels the load. Goals in order: fewest tasks of the group, where the demand wants them apart;
   * the lowest dominant share after the task is placed (the largest fraction of any one resource
   * that is then taken).
   *
   * <p>Worked example: agents a (4 of 8 cores and 2 of 16 GiB taken) and b (1 of 8 cores and 12 of
   * 16 GiB taken), a task of 1 core and 1 GiB. After it a's shares would be 5/8 and 3/16, dominant
   * 0.625; b's 2/8 and 13/16, dominant 0.8125. It goes to a.
   */
  SPREAD {
    @Override
    double score(Query query, Grid grid, int slot) {
      double share = 0;
      for (int column = 0; column < grid.columns(); column++) {
        double perUnit = grid.perUnit(slot, column);
        if (perUnit > 0) {
          long left = grid.free(slot, column) - Dimensions.at(query.amounts(), column);
          share = Math.max(share, 1 - left * perUnit);
        }
      }
      return share;
    }
  };

  private static final double MEAN_FREE = 0.15;
  private static final double DEVICE_FREE = 0.25;

  /** The lower, the better; of equal ones the first name. */
  abstract double score(Query query, Grid grid, int slot);
}
