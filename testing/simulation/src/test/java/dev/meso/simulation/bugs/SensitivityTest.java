package dev.meso.simulation.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.simulation.bugs.Sensitivity.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A simulation that finds no planted bug proves nothing: this one finds every one. */
class SensitivityTest {
  private static final int THREADS = 2;

  /** Runs for each bug, from the seed that is known to find it. Other code makes other runs. */
  private static final int RUNS_MAX = 12;

  @Test
  void everyKnownBugIsFound() throws Exception {
    Map<Bug, Future<Optional<Found>>> searches = new LinkedHashMap<>();
    List<String> unfound = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      for (Bug bug : KnownBugs.ALL) {
        searches.put(bug, pool.submit(() -> new Sensitivity(1).find(bug, bug.seed(), RUNS_MAX)));
      }
      for (Map.Entry<Bug, Future<Optional<Found>>> search : searches.entrySet()) {
        Bug bug = search.getKey();
        Optional<Found> found = search.getValue().get();
        System.out.println(
            bug.name()
                + ": "
                + found
                    .map(it -> "seed " + it.seed() + ", " + it.violation().invariant())
                    .orElse("NOT FOUND from seed " + bug.seed()));
        if (found.isEmpty()) {
          unfound.add(bug.name());
        }
      }
    }
    assertThat(unfound).isEmpty();
  }

  @Test
  void thereAreManyAndEachHasItsName() {
    TreeSet<String> names = new TreeSet<>(KnownBugs.ALL.stream().map(Bug::name).toList());
    assertThat(names).hasSize(KnownBugs.ALL.size()).hasSizeGreaterThanOrEqualTo(18);
  }
}
