package dev.meso.cli.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cache of loaded classes that the build trained for daemons.
 *
 * <p>The JVM checks the jar that it is started with, but not those that this jar's manifest names:
 * with an old cache it would run the old code of a new jar. So a cache older than any jar beside it
 * is not used.
 */
final class AotCache {
  private AotCache() {}

  /**
   * The cache that fits, if there is one.
   *
   * @param classPath in the build one jar, in {@code lib}; the cache lies beside that
   */
  static Optional<Path> of(String classPath) {
    Path jar = Path.of(classPath.split(":", -1)[0]).toAbsolutePath().normalize();
    Path library = jar.getParent();
    Path home = library == null ? null : library.getParent();
    if (library == null || home == null) {
      return Optional.empty();
    }
    Path cache = home.resolve("daemon.aot");
    return Files.isRegularFile(cache) && newest(library, cache)
        ? Optional.of(cache)
        : Optional.empty();
  }

  private static boolean newest(Path library, Path cache) {
    try (Stream<Path> jars = Files.list(library)) {
      long trained = Files.getLastModifiedTime(cache).toMillis();
      return jars.allMatch(jar -> jar.toFile().lastModified() <= trained);
    } catch (IOException _) {
      return false;
    }
  }
}
