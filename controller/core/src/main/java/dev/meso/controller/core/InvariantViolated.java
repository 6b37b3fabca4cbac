package dev.meso.controller.core;

/**
 * The state contradicts itself: a bug of this program. The caller gives up leadership; going on
 * would make it worse.
 */
public final class InvariantViolated extends RuntimeException {
  public InvariantViolated(String message) {
    super(message);
  }
}
