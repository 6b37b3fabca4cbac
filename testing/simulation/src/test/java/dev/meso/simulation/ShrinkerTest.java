package dev.meso.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.simulation.bugs.Bug;
import dev.meso.simulation.bugs.KnownBugs;
import dev.meso.simulation.scenario.Scenario;
import dev.meso.simulation.world.Outcome;
import dev.meso.simulation.world.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A failure comes with few steps, and with a command that shows it again. */
class ShrinkerTest {
  private static final Bug BUG = KnownBugs.named("fence-of-the-moment").orElseThrow();

  @Test
  void fewStepsAreLeftAndStillFail() {
    Outcome failure = failure();
    int before = failure.scenario().steps().size();
    Shrinker shrinker = new Shrinker(ShrinkerTest::run, Duration.ofMinutes(2));
    Outcome small = shrinker.shrink(failure);
    assertThat(small.good()).isFalse();
    assertThat(small.violations().getFirst().invariant())
        .isEqualTo(failure.violations().getFirst().invariant());
    assertThat(small.scenario().steps().size()).isBetween(1, before / 4);
    assertThat(shrinker.runs()).isPositive();
    assertThat(said(small)).contains("BROKEN " + small.violations().getFirst());
  }

  /** What the command says that is printed with a failure. */
  private static String said(Outcome failure) {
    String steps =
        failure.scenario().steps().stream()
            .map(step -> Integer.toString(step.number()))
            .collect(Collectors.joining(","));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int status =
        new CommandLine(new SimulationCommand(out))
            .execute(
                "--replay",
                Long.toString(failure.scenario().seed()),
                "--steps",
                steps,
                "--bug",
                BUG.name());
    assertThat(status).isEqualTo(1);
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void nothingIsDroppedWithoutTime() {
    Outcome failure = failure();
    assertThat(new Shrinker(ShrinkerTest::run, Duration.ZERO).shrink(failure)).isSameAs(failure);
  }

  private static Outcome failure() {
    for (long seed = BUG.seed(); seed < BUG.seed() + 20; seed++) {
      Outcome outcome = run(Scenario.of(seed));
      if (!outcome.good() && BUG.caughtBy().contains(outcome.violations().getFirst().invariant())) {
        return outcome;
      }
    }
    throw new AssertionError("No run finds " + BUG.name());
  }

  private static Outcome run(Scenario scenario) {
    return Simulation.run(scenario, BUG.wiring().get());
  }
}
