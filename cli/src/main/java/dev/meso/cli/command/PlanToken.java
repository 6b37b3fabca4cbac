package dev.meso.cli.command;

import dev.meso.cli.client.Trees;
import dev.meso.cli.session.Failure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was planned, in a word: for every object, in the order of the files, the resourceVersion at
 * which it was read (0 if there was none) and a digest of what the files say of it. Whoever applies
 * it writes at these resourceVersions, so that the server refuses what has changed since.
 *
 * <p>Example: {@code p1-1z4.9f86d081884c7d659a2feaa0c55ad015-0.60303ae22b998861bce3b28f33eec1be}.
 */
record PlanToken(List<Entry> entries) {
  private static final String VERSION = "p1";
  private static final int RADIX = 36;
  private static final int DIGEST_BYTES = 16;
  private static final Pattern ENTRY = Pattern.compile("([0-9a-z]{1,13})\\.([0-9a-f]{32})");

  PlanToken {
    entries = List.copyOf(entries);
  }

  /**
   * One object.
   *
   * @param revision 0 if it was not there
   */
  record Entry(long revision, String digest) {
    /** The object as files and server have it now. */
    static Entry of(Manifest manifest, long revision) {
      return new Entry(revision, PlanToken.digest(manifest));
    }

    /** As requests carry it; only for an object that was there. */
    String resourceVersion() {
      return Long.toString(revision);
    }

    boolean absent() {
      return revision == 0;
    }
  }

  /** Reads a token. */
  static PlanToken parse(String text) {
    String[] parts = text.strip().split("-", -1);
    List<Entry> entries = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      Matcher entry = ENTRY.matcher(parts[i]);
      if (!entry.matches()) {
        throw malformed(text);
      }
      try {
        entries.add(new Entry(Long.parseLong(entry.group(1), RADIX), entry.group(2)));
      } catch (NumberFormatException _) {
        throw malformed(text);
      }
    }
    if (!parts[0].equals(VERSION) || entries.isEmpty()) {
      throw malformed(text);
    }
    return new PlanToken(entries);
  }

  private static Failure malformed(String text) {
    return Failure.usage(
        "--plan: expected a token as 'meso plan' prints it, "
            + VERSION
            + "-…, found '"
            + text
            + "'");
  }

  /** Fails unless the files say what they said when the plan was made. */
  void check(List<Manifest> manifests) {
    if (manifests.size() != entries.size()) {
      throw Failure.usage(
          "--plan: expected the "
              + entries.size()
              + (entries.size() == 1 ? " object" : " objects")
              + " that were planned, found "
              + manifests.size()
              + " in these files; nothing was sent");
    }
    for (int i = 0; i < manifests.size(); i++) {
      if (!digest(manifests.get(i)).equals(entries.get(i).digest())) {
        throw Failure.usage(
            "--plan: "
                + manifests.get(i).ref()
                + " in these files is not what was planned; nothing was sent. 'meso plan' makes a"
                + " new plan.");
      }
    }
  }

  private static String digest(Manifest manifest) {
    String said = manifest.namespace() + "/" + manifest.ref() + Trees.compact(manifest.written());
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(VERSION);
    for (Entry entry : entries) {
      text.append('-').append(Long.toString(entry.revision(), RADIX));
      text.append('.').append(entry.digest());
    }
    return text.toString();
  }
}
