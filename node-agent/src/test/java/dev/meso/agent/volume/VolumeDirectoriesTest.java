package dev.meso.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeDirectoriesTest {
  @TempDir Path temporary;
  private Path sandbox = Path.of("/");
  private Path outside = Path.of("/");
  private Path directory = Path.of("/");

  @BeforeEach
  void open() throws IOException {
    Path dir = temporary.toRealPath();
    sandbox = Files.createDirectory(dir.resolve("sandbox"));
    outside = Files.createDirectory(dir.resolve("outside"));
    directory = new VolumeDirectories(dir.resolve("volumes")).directory("uid-1");
  }

  @Test
  void aDirectoryIsItsUsersAloneAndStaysWithWhatIsInIt() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    Files.writeString(directory.resolve("kept"), "yes");
    VolumeDirectories opened = new VolumeDirectories(temporary.resolve("volumes"));
    assertThat(opened.directory("uid-1").resolve("kept")).hasContent("yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".", "a/b", "../uid", "/etc", "-a", "a b"})
  void aUidThatIsNoNameIsRefused(String uid) throws IOException {
    VolumeDirectories volumes = new VolumeDirectories(temporary.resolve("volumes"));
    assertThatThrownBy(() -> volumes.directory(uid))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("uid of a volume");
  }

  @Test
  void aLinkInPlaceOfAVolumeIsNotFollowed() throws IOException {
    VolumeDirectories volumes = new VolumeDirectories(temporary.resolve("volumes"));
    Files.createSymbolicLink(temporary.resolve("volumes/uid-2"), outside);
    assertThatThrownBy(() -> volumes.directory("uid-2")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../outside", "a/../../outside", "/etc/data", "a/./b"})
  void aPathThatLeavesTheSandboxIsRefused(String path) {
    assertThatThrownBy(() -> VolumeDirectories.link(sandbox, path, directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("mountPath");
    assertThat(outside).isEmptyDirectory();
    assertThat(sandbox).isEmptyDirectory();
  }

  @Test
  void aPathThroughALinkIsRefused() throws IOException {
    Files.createSymbolicLink(sandbox.resolve("a"), outside);
    assertThatThrownBy(() -> VolumeDirectories.link(sandbox, "a/data", directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a directory");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void whatIsThereAlreadyIsNotReplaced() throws IOException {
    Files.createSymbolicLink(sandbox.resolve("link"), outside);
    Files.writeString(sandbox.resolve("file"), "mine");
    assertThatThrownBy(() -> VolumeDirectories.link(sandbox, "link", directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found a link to elsewhere");
    assertThatThrownBy(() -> VolumeDirectories.link(sandbox, "file", directory))
        .isInstanceOf(IOException.class);
    assertThat(sandbox.resolve("file")).hasContent("mine");
  }

  @Test
  void aSecondContainerFindsTheSameLink() throws IOException {
    VolumeDirectories.link(sandbox, "a/data", directory);
    VolumeDirectories.link(sandbox, "a/data", directory);
    assertThat(Files.readSymbolicLink(sandbox.resolve("a/data"))).isEqualTo(directory);
  }
}
