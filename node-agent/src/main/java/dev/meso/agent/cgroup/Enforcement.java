package dev.meso.agent.cgroup;

/**
 * What control groups do for containers on this machine.
 *
 * @param mode {@code v2}, {@code hybrid} (limits by version 1, kill by version 2), {@code v1} or
 *     {@code none}: the value of the agent's attribute {@code detected.cgroup}
 * @param memory whether memory limits are enforced
 * @param cpu whether CPU limits are enforced
 * @param killsWholeTree whether a kill surely reaches every descendant; without, those that left
 *     the session and dropped {@code MESO_CONTAINER} from their environment are missed
 * @param detail for people: which directory is used, or what was missing
 */
public record Enforcement(
    String mode, boolean memory, boolean cpu, boolean killsWholeTree, String detail) {

  /** Nothing is enforced. */
  public static Enforcement none(String why) {
    return new Enforcement("none", false, false, false, why);
  }
}
