package dev.meso.agent.driver;

import java.util.Optional;

/** One process and no other until the next boot: its number and when the kernel made it. */
record Identity(long pid, long startTicks) {

  /** Reads what the supervisor wrote: both numbers and a newline; empty if it is not whole. */
  static Optional<Identity> parse(String text) {
    if (!text.endsWith("\n")) {
      return Optional.empty();
    }
    String[] words = text.strip().split(" ", -1);
    try {
      return words.length == 2
          ? Optional.of(new Identity(Long.parseLong(words[0]), Long.parseLong(words[1])))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
