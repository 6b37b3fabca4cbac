package dev.meso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassicTest {
  @TempDir Path directory;

  @Test
  void threeFilesGiveAClusterThatRunsACommand() throws IOException {
    int port = EtcdProcess.freePort();
    Path conf = Files.createDirectory(directory.resolve("conf"));
    Files.writeString(
        conf.resolve("mesos-master.xml"),
        "<configuration><property name=\"master-address\" value=\"127.0.0.1:"
            + port
            + "\"/><property name=\"slave-count\" value=\"2\"/><property name=\"executable-path\""
            + " value=\""
            + Meso.CHECKOUT
            + "\"/></configuration>");
    Files.writeString(
        conf.resolve("Mesos.properties"),
        "multi-master=true\nmemory.resource.memory=512\netcd=http://127.0.0.1:"
            + EtcdProcess.freePort()
            + "\n");
    Files.writeString(
        conf.resolve("Java.properties"), "export JAVA_HOME=" + System.getProperty("java.home"));
    Map<String, String> environment =
        Map.of(
            "MESO_DATA",
            directory.resolve("data").toString(),
            "MESO_SERVER",
            "http://127.0.0.1:" + port);
    try {
      Meso.run(environment, "hack/start-master.sh", conf.toString()).require(0);
      Meso.run(environment, "hack/start-slave.sh", conf.toString()).require(0);
      Meso.Result ran =
          Meso.run(environment, "bin/meso", "run", "--", "sh", "-c", "hostname; exit 3");
      assertThat(ran.status()).isEqualTo(3);
      assertThat(ran.out()).isNotBlank();
      assertThat(Meso.run(environment, "bin/meso", "get", "agents").require(0).out())
          .contains("slave-1", "slave-2", "512Mi");
      // A second call finds everything running and changes nothing.
      assertThat(Meso.run(environment, "hack/start-slave.sh", conf.toString()).require(0).out())
          .contains("runs already");
    } finally {
      Meso.run(environment, "hack/stop-slave.sh", conf.toString()).require(0);
      Meso.run(environment, "hack/stop-master.sh", conf.toString()).require(0);
    }
  }

  @Test
  void badFileIsRefusedWithFileAndKey() throws IOException {
    Files.writeString(
        directory.resolve("mesos-master.xml"),
        "<configuration><property name=\"slave-count\" value=\"many\"/></configuration>");
    Files.writeString(directory.resolve("Mesos.properties"), "");
    Files.writeString(directory.resolve("Java.properties"), "");
    Meso.Result refused =
        Meso.run(
            Map.of("MESO_DATA", directory.resolve("data").toString()),
            "hack/start-master.sh",
            directory.toString());
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains("mesos-master.xml", "master-address");
  }
}
