package dev.meso.store.etcd.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtcdCommandTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "3.4.23,--experimental-compaction-batch-limit=10000",
    "3.5.17,--experimental-compaction-batch-limit=10000",
    "3.6.0,--compaction-batch-limit=10000",
    "4.0.0,--compaction-batch-limit=10000"
  })
  void optionsAreSpeltAsTheVersionWants(String version, String batchLimit) throws Exception {
    EtcdBinary binary = EtcdBinary.find(Optional.of(printing("etcd Version: " + version)));
    assertThat(binary.version()).hasToString(version);
    assertThat(command(binary)).contains(batchLimit);
  }

  @ParameterizedTest
  @CsvSource({"3.4.23,true", "3.5.17,false", "3.6.0,false"})
  void theBufferThatEveryTransactionCopiesIsSmall(String version, boolean small) throws Exception {
    EtcdBinary binary = EtcdBinary.find(Optional.of(printing("etcd Version: " + version)));
    assertThat(command(binary).contains("--backend-batch-limit=2000")).isEqualTo(small);
  }

  @Test
  void everythingListensOnLoopbackOnly() throws Exception {
    EtcdBinary binary = EtcdBinary.find(Optional.of(printing("etcd Version: 3.4.23")));
    assertThat(command(binary))
        .filteredOn(option -> option.contains("://"))
        .hasSize(5)
        .allMatch(option -> option.contains("http://127.0.0.1:"));
  }

  @Test
  void whatIsMissingIsSaidWithTheWayOut() {
    assertThatThrownBy(() -> EtcdBinary.find(Optional.of(dir.resolve("nothing"))))
        .isInstanceOf(EtcdNotUsable.class)
        .hasMessageContaining(dir.resolve("nothing").toString())
        .hasMessageContaining("apt-get install etcd-server");
  }

  @ParameterizedTest
  @CsvSource({"etcd Version: 3.3.27,version 3.4 or newer", "hello,names no etcd version"})
  void whatIsNoUsableEtcdIsRefused(String printed, String why) throws Exception {
    Path program = printing(printed);
    assertThatThrownBy(() -> EtcdBinary.find(Optional.of(program)))
        .isInstanceOf(EtcdNotUsable.class)
        .hasMessageContaining(program.toString())
        .hasMessageContaining(why);
  }

  private List<String> command(EtcdBinary binary) {
    return EtcdCommand.of(
        binary, dir, URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:2"));
  }

  private Path printing(String text) throws Exception {
    Path program = dir.resolve("etcd");
    Files.writeString(program, "#!/bin/sh\necho '" + text + "'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }
}
