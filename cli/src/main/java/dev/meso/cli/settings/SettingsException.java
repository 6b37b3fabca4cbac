package dev.meso.cli.settings;

/** A setting that cannot be used; the message names where it was given, expected and found. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SettingsException(String message) {
    super(message);
  }
}
