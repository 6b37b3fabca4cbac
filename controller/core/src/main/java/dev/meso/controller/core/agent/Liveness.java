package dev.meso.controller.core.agent;

/** What is known of an agent's life. */
public enum Liveness {
  /** Registered and alive. */
  READY("Ready"),
  /** Its alive key is missing, not long enough to conclude anything. */
  SUSPECT("Suspect"),
  /** Its alive key was missing for {@code lostAfter} while the store could be watched. */
  LOST("Lost"),
  /** An admin says that what ran on it will not come back. */
  GONE("Gone"),
  /** It lives and has not said what it is. */
  UNREGISTERED("Unregistered");

  private final String label;

  Liveness(String label) {
    this.label = label;
  }

  /** As users read it. */
  public String label() {
    return label;
  }
}
