package dev.meso.cli.settings;

import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;

/** A setting that cannot be used; the message names where it was given, expected and found. */
public final class SettingsException extends Failure {
  private static final long serialVersionUID = 1;

  public SettingsException(String message) {
    super(ExitCode.USAGE, message);
  }
}
