package dev.meso.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

  private static List<String> inTheShell(String variable) throws IOException {
    String begin = variable + "=\"";
    String line =
        Files.readAllLines(Path.of("../hack/lib/jvm.sh")).stream()
            .filter(l -> l.startsWith(begin))
            .findFirst()
            .orElseThrow();
    return List.of(line.substring(begin.length(), line.length() - 1).split(" ", -1));
  }

  @Test
  void aDaemonIsStartedWithTheFlagsThatTheShellScriptsGiveIt() throws IOException {
    assertThat(JavaCommand.of(64, List.of("agent", "--agent-name=a")))
        .containsAll(inTheShell("MESO_DAEMON_JVM"))
        .doesNotContainAnyElementsOf(inTheShell("MESO_CONTROLLER_JVM"));
    assertThat(JavaCommand.FLAGS).isEqualTo(inTheShell("MESO_DAEMON_JVM"));
  }

  @Test
  void aControllerGetsItsOwnFlagsBesides() throws IOException {
    assertThat(JavaCommand.of(64, List.of("controller", "--api-port=0")))
        .containsAll(inTheShell("MESO_DAEMON_JVM"))
        .containsAll(inTheShell("MESO_CONTROLLER_JVM"));
    assertThat(JavaCommand.CONTROLLER_FLAGS).isEqualTo(inTheShell("MESO_CONTROLLER_JVM"));
  }
}
