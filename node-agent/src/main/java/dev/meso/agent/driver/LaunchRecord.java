package dev.meso.agent.driver;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What a later life of the agent must know of a container; it holds no environment but the PATH.
 *
 * @param bootId in which life of the machine it was started
 * @param program the first word of its command
 * @param path the PATH it was given
 */
record LaunchRecord(
    ContainerId id, String bootId, String program, Optional<String> path, Path workingDir) {

  static LaunchRecord of(Launch launch, String bootId) {
    return new LaunchRecord(
        launch.id(),
        bootId,
        launch.command().getFirst(),
        Optional.ofNullable(launch.env().get("PATH")),
        launch.workingDir());
  }

  String write() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("namespace", id.namespace());
    properties.setProperty("task", id.task());
    properties.setProperty("taskUid", id.taskUid());
    properties.setProperty("attempt", Long.toString(id.attempt()));
    properties.setProperty("container", id.container());
    properties.setProperty("run", Integer.toString(id.run()));
    properties.setProperty("bootId", bootId);
    properties.setProperty("program", program);
    path.ifPresent(value -> properties.setProperty("path", value));
    properties.setProperty("workingDir", workingDir.toString());
    StringWriter out = new StringWriter();
    properties.store(out, null);
    return out.toString();
  }

  static LaunchRecord read(Path file) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(file)));
    try {
      return new LaunchRecord(
          new ContainerId(
              required(properties, "namespace"),
              required(properties, "task"),
              required(properties, "taskUid"),
              Long.parseLong(required(properties, "attempt")),
              required(properties, "container"),
              Integer.parseInt(required(properties, "run"))),
          required(properties, "bootId"),
          required(properties, "program"),
          Optional.ofNullable(properties.getProperty("path")),
          Path.of(required(properties, "workingDir")));
    } catch (IllegalArgumentException e) {
      throw new IOException("State file " + file + ": " + e.getMessage(), e);
    }
  }

  private static String required(Properties properties, String name) throws IOException {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IOException("expected '" + name + "' in a state file, found none");
    }
    return value;
  }
}
