package dev.meso.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassicFilesTest {
  private static final Set<PosixFilePermission> ANYBODY_EXECUTES =
      PosixFilePermissions.fromString("rwxr-xr-x");

  @TempDir Path directory;

  @BeforeEach
  void threeFiles() throws IOException {
    xml(property("master-address", "127.0.0.1:7071") + property("slave-count", "3"));
    mesos("multi-master = true");
    java("");
  }

  @Test
  void readsTheThreeFilesTogether() throws IOException {
    mesos(
        "master-address=127.0.0.1:7071\nexecutable-path=.\nmulti-master=true\n"
            + "rabbit.connections=5\nmemory.resource.memory=512");
    Path jdk = jdk("25.0.1");
    java("export JAVA_HOME=\"" + jdk + "\"");
    ClassicFiles files = ClassicFiles.read(directory);
    assertThat(files.masterHost()).isEqualTo("127.0.0.1");
    assertThat(files.masterPort()).isEqualTo(7071);
    assertThat(files.slaveCount()).isEqualTo(3);
    assertThat(files.multiMaster()).isTrue();
    assertThat(files.executablePath()).contains(directory.toAbsolutePath());
    assertThat(files.javaHome()).contains(jdk);
    assertThat(files.files().getFirst().values())
        .containsEntry(Setting.CONNECTIONS_MAX, "5")
        .containsEntry(Setting.MEMORY, "512Mi");
  }

  @Test
  void javaHomeWithoutExportIsTheSame() throws IOException {
    Path jdk = jdk("26");
    java("JAVA_HOME=" + jdk);
    assertThat(ClassicFiles.read(directory).javaHome()).contains(jdk);
  }

  @Test
  void javaHomeThatIsNoUsableJdkIsRefused() throws IOException {
    for (String home : new String[] {directory.toString(), jdk("21.0.4").toString()}) {
      java("JAVA_HOME=" + home);
      assertThatThrownBy(() -> ClassicFiles.read(directory))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("Java.properties: key JAVA_HOME: expected a JDK 25 or newer");
    }
  }

  @Test
  void addressOfTheSixthProtocolVersionStandsInBrackets() throws IOException {
    xml(property("master-address", "[::1]:7070"));
    ClassicFiles files = ClassicFiles.read(directory);
    assertThat(files.masterHost()).isEqualTo("[::1]");
    assertThat(files.masterPort()).isEqualTo(7070);
  }

  @Test
  void plainMemoryInTheFileOfLoadParametersCountsMebibytes() throws IOException {
    Files.writeString(directory.resolve("more.properties"), "memory.resource.memory = 512");
    mesos("load-parameters = more.properties");
    assertThat(ClassicFiles.read(directory).files().getLast().values())
        .containsEntry(Setting.MEMORY, "512Mi");
  }

  @Test
  void twoFilesThatContradictEachOtherAreBothNamed() throws IOException {
    mesos("lost-after = 20s");
    java("lost-after = 30s");
    assertThatThrownBy(() -> ClassicFiles.read(directory))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("Java.properties: key lost-after: found '30s'")
        .hasMessageContaining("Mesos.properties says '20s'");
    java("lost-after = 20s");
    assertThat(ClassicFiles.read(directory).files()).hasSize(2);
  }

  @Test
  void twoNamesOfOneSettingInOneFileMustAgree() throws IOException {
    mesos("memory = 1Gi\nmemory.resource.memory = 512");
    assertThatThrownBy(() -> ClassicFiles.read(directory))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("key memory.resource.memory: found '512Mi', but key memory of")
        .hasMessageContaining("says '1Gi'");
  }

  @Test
  void onlyASingleAgentMayBeGivenItsPorts() throws IOException {
    xml(property("master-address", "127.0.0.1"));
    mesos("agent-port = 7200\nport-ranges = 40000-40099");
    assertThat(ClassicFiles.read(directory).slaveCount()).isEqualTo(1);
  }

  @Test
  void networkPortIsTheDefaultForAnAddressWithoutPort() throws IOException {
    xml(property("master-address", "127.0.0.1"));
    mesos("network.port = 7099");
    assertThat(ClassicFiles.read(directory).masterPort()).isEqualTo(7099);
  }

  @Test
  void loadParametersNamesAFileOfSettings() throws IOException {
    Files.writeString(directory.resolve("more.properties"), "lost-after = 20s");
    mesos("load-parameters = more.properties");
    assertThat(ClassicFiles.read(directory).files().getLast().values())
        .containsEntry(Setting.LOST_AFTER, "20s");
  }

  @Test
  void exampleFilesAreAccepted() {
    Path examples = Path.of("../examples/classic");
    assertThat(ClassicFiles.read(examples).slaveCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multi-master = maybe | key multi-master: expected true or false, found 'maybe'",
        "master-address = 127.0.0.1:1 | key master-address: found '127.0.0.1:1'",
        "executable-path = /no/such | key executable-path: expected a path that exists",
        "load-parameters = none.properties | key load-parameters: expected false, or",
        "network.port = 99999 | key network.port: expected a port",
        "network.port = 0 | key network.port: expected a number from 1 to 65535, found '0'",
        "network.port = 7099 | key network.port: found '7099', but key master-address of",
        "api-host = 127.0.0.1 | key api-host: expected no such key: the scripts set it",
        "controller-name = c | key controller-name: expected no such key: the scripts set it",
        "agent-name = a | key agent-name: expected no such key: the scripts set it",
        "agent-port = 7200 | key agent-port: expected 0 with slave-count 3",
        "port-ranges = 40000-40099 | key port-ranges: expected no such key with slave-count 3",
        "slave-count = 3 | unknown key 'slave-count'",
        "color = red | unknown key 'color'",
      })
  void badMesosPropertiesNamesFileAndKey(String line, String expected) throws IOException {
    mesos(line);
    assertThatThrownBy(() -> ClassicFiles.read(directory))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("Mesos.properties")
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slave-count | 0 | key slave-count: expected a number from 1 to 100, found '0'",
        "slave-count | many | key slave-count: expected a number from 1 to 100, found 'many'",
        "master-address | a:b | key master-address: expected a number from 1 to 65535",
        "master-address | a:1:2 | key master-address: expected HOST or HOST:PORT",
        "slaves | 1 | unknown property 'slaves'",
      })
  void badXmlPropertyNamesFileAndKey(String name, String value, String expected)
      throws IOException {
    xml(
        (name.equals("master-address") ? "" : property("master-address", "127.0.0.1"))
            + property(name, value));
    assertThatThrownBy(() -> ClassicFiles.read(directory))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("mesos-master.xml")
        .hasMessageContaining(expected);
  }

  @Test
  void missingAddressAndMissingFileAreNamed() throws IOException {
    xml(property("slave-count", "1"));
    assertThatThrownBy(() -> ClassicFiles.read(directory))
        .hasMessageContaining("key master-address is missing");
    Files.delete(directory.resolve("Java.properties"));
    assertThatThrownBy(() -> ClassicFiles.read(directory))
        .hasMessageContaining("Java.properties: no such file");
  }

  @Test
  void documentTypeIsRefused() throws IOException {
    Files.writeString(
        directory.resolve("mesos-master.xml"),
        "<!DOCTYPE c [<!ENTITY x SYSTEM"
            + " 'file:///etc/hostname'>]><configuration>&x;</configuration>");
    assertThatThrownBy(() -> ClassicFiles.read(directory))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("DOCTYPE");
  }

  private Path jdk(String version) throws IOException {
    Path home = Files.createDirectories(directory.resolve("jdk-" + version).toAbsolutePath());
    Path program = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.createFile(program, PosixFilePermissions.asFileAttribute(ANYBODY_EXECUTES));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static String property(String name, String value) {
    return "<property name=\"" + name + "\" value=\"" + value + "\"/>";
  }

  private void xml(String properties) throws IOException {
    Files.writeString(
        directory.resolve("mesos-master.xml"), "<configuration>" + properties + "</configuration>");
  }

  private void mesos(String text) throws IOException {
    Files.writeString(directory.resolve("Mesos.properties"), text);
  }

  private void java(String text) throws IOException {
    Files.writeString(directory.resolve("Java.properties"), text);
  }
}
