package dev.meso.cli.daemon;

import java.io.IOException;

/** Ends this process when the one that started it does, however that ended. */
final class ParentWatch {
  /** The hidden flag that switches it on. */
  static final String FLAG = "--exit-with-parent";

  private ParentWatch() {}

  /** Runs {@code end} when standard input, which the parent holds open, is at its end. */
  static void start(Runnable end) {
    Thread.ofPlatform()
        .daemon()
        .name("parent-watch")
        .start(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // The parent says nothing; only the end counts.
                }
              } catch (IOException _) {
                // Closed is an end too.
              }
              end.run();
            });
  }
}
