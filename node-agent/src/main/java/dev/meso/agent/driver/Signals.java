package dev.meso.agent.driver;

import java.util.Optional;

/**
 * Sends signals to processes by identity, never to a number alone.
 *
 * <p>{@link ProcessHandle} remembers when its process was made and compares that again in the call
 * that signals. We compare with the identity on record between making the handle and using it, so a
 * number that passed to another process at any moment is not signalled.
 */
final class Signals {

  private final ProcessTable table;

  Signals(ProcessTable table) {
    this.table = table;
  }

  /** Sends SIGTERM; whether it was sent. */
  boolean terminate(Identity identity) {
    return handle(identity).map(ProcessHandle::destroy).orElse(false);
  }

  /** Sends SIGKILL; whether it was sent. */
  boolean kill(Identity identity) {
    return handle(identity).map(ProcessHandle::destroyForcibly).orElse(false);
  }

  private Optional<ProcessHandle> handle(Identity identity) {
    return ProcessHandle.of(identity.pid()).filter(_ -> table.lives(identity));
  }
}
