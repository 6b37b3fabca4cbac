package dev.meso.cli.output;

/** The values of {@code -o}. */
public enum Format {
  TABLE,
  WIDE,
  JSON,
  YAML,
  NAME;

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
