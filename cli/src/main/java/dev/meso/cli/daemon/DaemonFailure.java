package dev.meso.cli.daemon;

/** Why a daemon cannot start or go on, in a sentence for whoever started it. */
final class DaemonFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  DaemonFailure(String message) {
    super(message);
  }
}
