package dev.meso.agent.driver;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known when a container has ended, and the judgement of it. Pure.
 *
 * <p>A shell reports the end by signal n as status 128 + n, which a program can also return. The
 * shell's own words decide, where it has words: dash says nothing of SIGINT (2) and SIGPIPE (13),
 * so 130 and 141 without words are taken for the signal, as is any status above 128 of a shell that
 * never speaks.
 *
 * @param status what the shell reported
 * @param words whether the shell spoke of a signal
 * @param shellTells whether this machine's shell ever does
 * @param terminated whether the agent sent SIGTERM
 * @param killed whether the agent sent SIGKILL
 * @param oomKills the kernel's kills for lack of memory in this container
 */
record Ending(
    ContainerId id,
    int status,
    boolean words,
    boolean shellTells,
    boolean terminated,
    boolean killed,
    long oomKills,
    Optional<CommandLookup.Finding> refused,
    Instant at) {

  private static final int SIGINT = 2;
  private static final int SIGKILL = 9;
  private static final int SIGPIPE = 13;
  private static final int SIGTERM = 15;
  private static final int SIGNAL_MAX = 64;

  Exited judge() {
    if (refused.isPresent()) {
      return exited(OptionalInt.of(status), OptionalInt.empty(), refused.get());
    }
    int signal = status - 128;
    if (signal < 1 || signal > SIGNAL_MAX || !isSignal(signal)) {
      Exited.Reason reason = status == 0 ? Exited.Reason.Completed : Exited.Reason.Error;
      String also =
          oomKills > 0 ? "; the kernel killed " + oomKills + " of its processes for memory" : "";
      return exited(
          OptionalInt.of(status), OptionalInt.empty(), reason, "Exit code " + status + also);
    }
    OptionalInt by = OptionalInt.of(signal);
    if (signal == SIGKILL && killed) {
      return exited(OptionalInt.empty(), by, Exited.Reason.Killed, "Killed by the agent (SIGKILL)");
    }
    if (signal == SIGKILL && oomKills > 0) {
      return exited(
          OptionalInt.empty(),
          by,
          Exited.Reason.OutOfMemory,
          "Killed by the kernel for its memory limit");
    }
    if (signal == SIGTERM && terminated) {
      return exited(
          OptionalInt.empty(), by, Exited.Reason.Killed, "Terminated by the agent (SIGTERM)");
    }
    return exited(OptionalInt.empty(), by, Exited.Reason.Error, "Ended by signal " + signal);
  }

  private boolean isSignal(int signal) {
    return words || !shellTells || signal == SIGINT || signal == SIGPIPE;
  }

  private Exited exited(OptionalInt code, OptionalInt signal, CommandLookup.Finding finding) {
    return exited(code, signal, finding.reason(), finding.message());
  }

  private Exited exited(
      OptionalInt code, OptionalInt signal, Exited.Reason reason, String message) {
    return new Exited(id, code, signal, reason, message, at);
  }
}
