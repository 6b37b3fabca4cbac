package dev.meso.api.kind;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names the content of a template: equal templates have equal revisions, in every process and
 * version. A field that is added to the records later does not change the revision of templates
 * that do not set it; quantities count by amount, however they are written.
 */
public final class TemplateRevision {
  /** Hex digits of a revision: 40 bits, enough to tell the templates of one owner apart. */
  public static final int LENGTH = 10;

  private TemplateRevision() {}

  /** The revision of a template: {@value #LENGTH} hex digits. */
  public static String of(TaskTemplate template) {
    byte[] text = CanonicalText.of(template).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(hash).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
