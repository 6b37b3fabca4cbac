package dev.meso.cli.daemon;

import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;

/** Why a daemon cannot start or go on, in a sentence for whoever started it. */
final class DaemonFailure extends Failure {
  private static final long serialVersionUID = 1;

  DaemonFailure(String message) {
    super(ExitCode.FAILED, message);
  }
}
