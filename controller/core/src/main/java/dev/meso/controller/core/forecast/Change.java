package dev.meso.controller.core.forecast;

import dev.meso.api.kind.Agent;
import dev.meso.api.record.Registration;
import org.jspecify.annotations.Nullable;

/** Something that is supposed to happen to a cluster. */
public sealed interface Change {

  /**
   * A new agent registers and lives.
   *
   * @param registration under a name that no agent has
   * @param spec what an admin would have set on it; absent when nothing
   */
  record AddAgent(Registration registration, @Nullable Agent spec) implements Change {}

  /**
   * An agent is drained, as {@code kubectl drain} does it: it is cordoned, and each of its tasks is
   * deleted. What an App or a Job owns is made anew elsewhere; a stand-alone task is not.
   */
  record DrainAgent(String agent) implements Change {}

  /** An agent's machine ends, and an admin says that it will not come back. */
  record RemoveAgent(String agent) implements Change {}

  /** An object is written. */
  record Write(Proposed proposed) implements Change {}
}
