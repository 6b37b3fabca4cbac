package dev.meso.cli.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The three files that a user of the original has, read together: {@code mesos-master.xml}, {@code
 * Mesos.properties} and {@code Java.properties}. A key that stands in two files must have one
 * value; an unknown key or a bad value is refused with file and key.
 *
 * @param masterHost from {@code master-address}: where the first controller's API listens, as it
 *     stands in a URL: an IPv6 address has its brackets
 * @param masterPort from {@code master-address}, or {@code network.port}
 * @param slaveCount from {@code slave-count}: agents that the slave script starts
 * @param executablePath from {@code executable-path}: the Meso checkout, or its {@code bin}
 *     directory, or the program itself
 * @param multiMaster from {@code multi-master}: two controllers instead of one
 * @param javaHome from {@code JAVA_HOME}: the JDK that runs everything, 25 or newer
 * @param files the settings that the files hold besides; no two of them contradict each other
 */
public record ClassicFiles(
    String masterHost,
    int masterPort,
    int slaveCount,
    Optional<Path> executablePath,
    boolean multiMaster,
    Optional<Path> javaHome,
    List<SettingsFile> files) {

  public static final String MASTER_XML = "mesos-master.xml";
  public static final String MESOS_PROPERTIES = "Mesos.properties";
  public static final String JAVA_PROPERTIES = "Java.properties";

  /** Agents that one call of the slave script may start. */
  public static final int SLAVES_MAX = 100;

  /**
   * Reads the files of a directory.
   *
   * @throws SettingsException naming file and key, expected and found
   */
  public static ClassicFiles read(Path directory) {
    return new ClassicReader(directory).read();
  }
}
