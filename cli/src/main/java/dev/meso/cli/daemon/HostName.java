package dev.meso.cli.daemon;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** This machine's name, as it may stand in keys. */
final class HostName {
  private HostName() {}

  /** The first label of the host name, lower case, odd characters replaced by hyphens. */
  static String ofThisMachine() {
    try {
      String label = InetAddress.getLocalHost().getHostName().split("\\.", -1)[0];
      String name = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
      String trimmed = name.replaceAll("^-+|-+$", "");
      return trimmed.isEmpty() ? "localhost" : trimmed.substring(0, Math.min(40, trimmed.length()));
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }
}
