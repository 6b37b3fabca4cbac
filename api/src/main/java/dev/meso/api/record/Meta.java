package dev.meso.api.record;

/**
 * About the stored records themselves.
 *
 * @param featureLevel the newest level whose fields may be written; a program that does not know
 *     the level must not start
 */
public record Meta(int featureLevel) {

  /** The level that this program reads and writes. */
  public static final int FEATURE_LEVEL = 1;
}
