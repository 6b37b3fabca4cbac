package dev.meso.simulation.scenario;

import dev.meso.simulation.machine.Behaviour;
import dev.meso.simulation.scenario.Wish.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;

/**
 * Draws what users ask for who keep directories: volumes, shared and not, that are deleted and made
 * again under their names, and tasks that use them, each its own or many the same. From numbers of
 * its own, so that the rest of a scenario is what it would be without. Pure.
 */
final class VolumeDice {
  private static final long STREAM = 0x766f_6c75_6d65L;
  private static final int WISHES_MIN = 40;
  private static final Duration FIRST = Duration.ofMillis(1600);
  private static final Duration BEGIN = Duration.ofSeconds(10);
  private static final int SWAPS = 5;
  private static final int TOGETHER_MILLIS = 12;

  /** Tasks of an App each of which has its own; there are as many volumes, or fewer. */
  private static final int OWN = 3;

  /** A volume that several tasks name. */
  private static final String COMMON = "common";

  /** A volume that one task uses after the other. */
  private static final String SCRATCH = "scratch";

  private static final String BINDER = Wish.VISITORS.get(0);
  private static final String NEXT = Wish.VISITORS.get(1);
  private static final List<String> OTHERS = Wish.VISITORS.subList(2, Wish.VISITORS.size());

  private final SplittableRandom random;
  private final Duration input;
  private final Timetable wishes = new Timetable();

  VolumeDice(long seed, Duration input) {
    this.random = new SplittableRandom(seed ^ STREAM);
    this.input = input;
  }

  /** By the time at which they are asked for; no two at the same. */
  SortedMap<Duration, Wish> wishes() {
    wishes.at(FIRST, terms());
    for (int i = 0; i < OWN; i++) {
      wishes.at(FIRST, volume(own(i)));
    }
    wishes.at(FIRST, volume(COMMON));
    Wish.KEEPERS.forEach(name -> wishes.at(BEGIN, keeper(name)));
    int count = WISHES_MIN + random.nextInt(15);
    for (int i = 0; i < count; i++) {
      wishes.at(any(), wish());
    }
    for (int i = 0; i < SWAPS; i++) {
      swap(any());
    }
    return wishes.all();
  }

  private Duration any() {
    return BEGIN.plusMillis(random.nextLong(input.minus(BEGIN).minusSeconds(25).toMillis()));
  }

  private Wish wish() {
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> volume(anyVolume());
      case 3 -> new Wish.DeleteVolume(anyVolume());
      case 4, 5 -> keeper(pick(Wish.KEEPERS));
      case 6, 7 -> new Wish.Scale(pick(Wish.KEEPERS), random.nextInt(OWN + 2));
      case 8 -> new Wish.DeleteApp(pick(Wish.KEEPERS));
      case 9, 10, 11 -> visitor(anyVolume());
      case 12 -> new Wish.DeleteTask(pick(OTHERS));
      case 13, 14 -> new Wish.EndTask(pick(Wish.KEEPERS), random.nextInt(OWN));
      default -> terms();
    };
  }

  /**
   * A volume is bound by a task that ends soon; it is deleted while the next one that names it is
   * placed, and is made again.
   */
  private void swap(Duration time) {
    Wish made = new Wish.MakeVolume(SCRATCH, Wish.STORAGE, 1, false, random.nextBoolean());
    wishes.at(time, made);
    wishes.at(time, new Wish.DeleteTask(BINDER));
    wishes.at(time, new Wish.DeleteTask(NEXT));
    wishes.at(time.plusSeconds(6), swapped(BINDER, 1000 + random.nextInt(3000)));
    Duration then = time.plusSeconds(16);
    wishes.at(then, swapped(NEXT, 1000 + random.nextInt(20_000)));
    wishes.at(then.plusMillis(random.nextInt(TOGETHER_MILLIS)), new Wish.DeleteVolume(SCRATCH));
    wishes.at(then.plusSeconds(1), made);
  }

  private Wish swapped(String name, int millis) {
    return new Wish.MakeVisitor(
        name, Wish.STORAGE, SCRATCH, template(Optional.of(Duration.ofMillis(millis))));
  }

  private Wish terms() {
    return new Wish.SetQueue(
        Wish.STORAGE, 1, 0, 0, 0, random.nextInt(3) == 0 ? 4 + random.nextInt(12) : 0);
  }

  private Wish volume(String name) {
    return new Wish.MakeVolume(
        name, queue(), 1 + random.nextInt(8), name.equals(COMMON), random.nextInt(3) == 0);
  }

  /** Mostly the same: a task and its volume must be of one queue. */
  private String queue() {
    return random.nextInt(10) == 0 ? "default" : Wish.STORAGE;
  }

  private Wish keeper(String name) {
    boolean perTask = random.nextInt(3) != 0;
    return new Wish.MakeKeeper(
        name,
        1 + random.nextInt(OWN),
        queue(),
        perTask ? Wish.KEEPERS.getFirst() : anyVolume(),
        perTask,
        template(Optional.empty()));
  }

  private Wish visitor(String volume) {
    Duration run = Duration.ofMillis(1000 + random.nextInt(60_000));
    return new Wish.MakeVisitor(pick(Wish.VISITORS), queue(), volume, template(Optional.of(run)));
  }

  private Template template(Optional<Duration> run) {
    return new Template(
        new Behaviour(run, 0, Optional.of(Duration.ofMillis(random.nextInt(4000)))),
        100 + 100L * random.nextInt(3),
        64,
        random.nextInt(2),
        0,
        random.nextInt(3),
        random.nextInt(3) == 0,
        random.nextInt(8),
        0);
  }

  private String anyVolume() {
    return random.nextInt(3) == 0 ? COMMON : own(random.nextInt(OWN));
  }

  private static String own(int ordinal) {
    return Wish.KEEPERS.getFirst() + "-" + ordinal;
  }

  private String pick(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }
}
