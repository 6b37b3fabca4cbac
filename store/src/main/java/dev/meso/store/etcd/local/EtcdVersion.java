package dev.meso.store.etcd.local;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of etcd; it decides how options are spelt. */
record EtcdVersion(int major, int minor, int patch) {
  private static final Pattern LINE =
      Pattern.compile("^etcd Version: (\\d+)\\.(\\d+)\\.(\\d+)", Pattern.MULTILINE);

  /** Reads what {@code etcd --version} prints. */
  static Optional<EtcdVersion> parse(String printed) {
    Matcher found = LINE.matcher(printed);
    return found.find()
        ? Optional.of(
            new EtcdVersion(
                Integer.parseInt(found.group(1)),
                Integer.parseInt(found.group(2)),
                Integer.parseInt(found.group(3))))
        : Optional.empty();
  }

  boolean atLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
