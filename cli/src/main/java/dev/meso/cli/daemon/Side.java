package dev.meso.cli.daemon;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Work that is done at the side, on a thread of its own: the common pool has a single one where
 * there are two processors.
 */
final class Side {
  private Side() {}

  static <T> CompletableFuture<T> start(String name, Supplier<T> work) {
    return CompletableFuture.supplyAsync(
        work, run -> Thread.ofPlatform().daemon().name(name).start(run));
  }
}
