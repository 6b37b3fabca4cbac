package dev.meso.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
  @TempDir Path home;

  @BeforeEach
  void twoJars() throws IOException {
    Files.createDirectory(home.resolve("lib"));
    at("lib/meso-cli.jar", 1_000);
    at("lib/other.jar", 2_000);
  }

  @Test
  void cacheThatIsNewerThanEveryJarIsUsed() throws IOException {
    at("daemon.aot", 3_000);
    assertThat(cache()).contains(home.resolve("daemon.aot"));
  }

  @Test
  void cacheOlderThanAnyJarIsLeftAlone() throws IOException {
    at("daemon.aot", 1_500);
    assertThat(cache()).isEmpty();
  }

  @Test
  void noCacheIsNoError() {
    assertThat(cache()).isEmpty();
    assertThat(AotCache.of("/")).isEmpty();
  }

  private java.util.Optional<Path> cache() {
    return AotCache.of(home.resolve("lib/meso-cli.jar") + ":/elsewhere.jar");
  }

  private void at(String name, long millis) throws IOException {
    Path file = Files.createFile(home.resolve(name));
    Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
  }
}
