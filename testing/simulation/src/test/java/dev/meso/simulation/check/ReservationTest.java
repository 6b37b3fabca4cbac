package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What an agent keeps for a queue. */
class ReservationTest {
  private static final String AGENT = "/meso/spec/agents/agent-1";
  private static final List<AgentFact> BOTH =
      List.of(new AgentFact("agent-1", true), new AgentFact("agent-2", true));

  private final Story story = Story.begun();

  ReservationTest() {
    for (String queue : List.of("eng", "eng.web")) {
      story.create(
          "/meso/spec/queues/" + queue,
          "{\"metadata\":{\"name\":\"%s\",\"uid\":\"q-%s\"},\"spec\":{}}".formatted(queue, queue));
    }
  }

  private static TaskText task(int ordinal, String cpu) {
    return new TaskText("web-" + ordinal, "uid-" + ordinal, Story.APP)
        .port(31000 + ordinal)
        .cpu(cpu);
  }

  /** Of the four processors of agent-1 so many are kept for eng. */
  private void reserve(int cpu) {
    story.create(AGENT, reservation(cpu));
  }

  private static String reservation(int cpu) {
    return ("{\"metadata\":{\"name\":\"agent-1\",\"uid\":\"a\"},\"spec\":{\"reservations\":"
            + "[{\"queue\":\"eng\",\"resources\":{\"cpu\":\"%d\"}}]}}")
        .formatted(cpu);
  }

  @Test
  void whatIsNotKeptIsForEverybody() {
    reserve(3);
    assertThat(story.place(task(0, "1"), "agent-1").found()).isEmpty();
  }

  @Test
  void whatIsKeptForOthersAndTakenIsFound() {
    reserve(3);
    story.place(task(0, "1"), "agent-1");
    assertThat(story.place(task(1, "1m"), "agent-1").found()).containsExactly("reservation-kept");
  }

  @Test
  void whoseItIsMayTakeIt() {
    reserve(3);
    story.place(task(0, "1"), "agent-1").place(task(1, "2").queue("eng"), "agent-1");
    assertThat(story.place(task(2, "1").queue("eng.web"), "agent-1").found()).isEmpty();
  }

  @Test
  void whatItsOwnerUsesIsNotKeptOnceMore() {
    reserve(3);
    story.place(task(0, "3").queue("eng.web"), "agent-1");
    assertThat(story.place(task(1, "1"), "agent-1").found()).isEmpty();
  }

  @Test
  void aReservationOfWhatIsTakenAlreadyIsNobodysFault() {
    story.place(task(0, "3"), "agent-1");
    reserve(2);
    assertThat(story.found()).isEmpty();
    assertThat(story.place(task(1, "1"), "agent-1").found()).containsExactly("reservation-kept");
  }

  @Test
  void aReservationThatWasDroppedKeepsNothing() {
    reserve(3);
    story.change(AGENT, reservation(0));
    assertThat(story.place(task(0, "4"), "agent-1").found()).isEmpty();
  }

  @Test
  void whatIsKeptForAQueueAndForOneAboveItIsKeptOnce() {
    story.create(
        AGENT,
        reservation(2)
            .replace("[{", "[{\"queue\":\"eng.web\",\"resources\":{\"cpu\":\"1500m\"}},{"));
    assertThat(story.place(task(0, "2"), "agent-1").found()).isEmpty();
    story.place(task(1, "1m"), "agent-1");
    assertThat(story.found()).containsExactly("reservation-kept");
  }

  @Test
  void aTaskMayWaitForWhatIsKeptForOthersOnly() {
    reserve(4);
    story.register("agent-2", "500m").status(Story.web());
    assertThat(story.checker().settled(story.now(), BOTH))
        .noneMatch(each -> each.detail().contains("has room for it"));
    story.change(AGENT, reservation(3));
    assertThat(story.checker().settled(story.now(), BOTH))
        .anyMatch(each -> each.detail().contains("agent-1 has room for it"));
  }
}
