package dev.meso.api.validation;

import dev.meso.api.kind.Container;
import dev.meso.api.kind.ContainerPort;
import dev.meso.api.kind.EnvVar;
import dev.meso.api.kind.Limits;
import dev.meso.api.meta.NameSyntax;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Rules for the containers of one task, and for what they share: names and ports. */
final class ContainerRules {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** {@code PORT0}, {@code PORT1} …, which the agent sets. */
  private static final Pattern NUMBERED_PORT = Pattern.compile("PORT[0-9]+");

  private final Checks checks;
  private final Set<String> names = new TreeSet<>();
  private final Set<String> portNames = new TreeSet<>();
  private final Set<Integer> hostPorts = new TreeSet<>();
  private final Set<String> portVariables = new TreeSet<>();

  ContainerRules(Checks checks) {
    this.checks = checks;
  }

  void check(String path, List<Container> containers) {
    if (containers.isEmpty()) {
      checks.add(path, "required: expected at least one container, found none");
    }
    checks.count(path, containers.size(), Limits.CONTAINERS_MAX);
    int ports = 0;
    for (Container container : containers) {
      ports += container.ports().size();
      container.ports().forEach(port -> portVariables.add(port.variable()));
    }
    if (ports > Limits.PORTS_MAX) {
      checks.add(
          path, "expected at most " + Limits.PORTS_MAX + " ports in one task, found " + ports);
      return;
    }
    int index = 0;
    for (Container container : containers) {
      check(path + "[" + index++ + "]", container);
    }
  }

  private void check(String path, Container container) {
    checks.add(path + ".name", NameSyntax.problemOfLabel(container.name(), Limits.NAME_LENGTH_MAX));
    if (!names.add(container.name())) {
      checks.add(
          path + ".name",
          "expected a name that no other container has, found '" + container.name() + "' again");
    }
    command(path, container);
    workingDir(path, container);
    int index = 0;
    for (ContainerPort port : container.ports()) {
      port(path + ".ports[" + index++ + "]", port);
    }
    env(path + ".env", container.env());
    if (container.resources() != null) {
      ResourceRules.check(path + ".resources", container.resources(), checks);
    }
  }

  private void command(String path, Container container) {
    if (container.command().isEmpty()) {
      checks.add(
          path + ".command", "required: expected a program and its arguments, found nothing");
    } else if (container.command().getFirst().isEmpty()) {
      checks.add(path + ".command[0]", "expected a program, found empty text");
    }
    words(path + ".command", container.command());
    words(path + ".args", container.args());
  }

  private void words(String path, List<String> words) {
    int index = 0;
    for (String word : words) {
      checks.systemText(path + "[" + index++ + "]", word, Limits.ARGUMENT_BYTES_MAX);
    }
  }

  private void workingDir(String path, Container container) {
    String directory = container.workingDir();
    if (directory == null) {
      return;
    }
    String directoryPath = path + ".workingDir";
    checks.systemText(directoryPath, directory, Limits.PATH_LENGTH_MAX);
    if (directory.isEmpty()) {
      checks.add(directoryPath, "expected a directory, found empty text");
    } else if (!directory.startsWith("/")
        && Arrays.asList(directory.split("/", -1)).contains("..")) {
      checks.add(
          directoryPath,
          "expected a directory in the sandbox or an absolute one, found '"
              + Checks.clip(directory)
              + "'");
    }
  }

  private void port(String path, ContainerPort port) {
    checks.add(path + ".name", NameSyntax.problemOfLabel(port.name(), Limits.PORT_NAME_LENGTH_MAX));
    if (!portNames.add(port.name())) {
      checks.add(
          path + ".name",
          "expected a name that no other port of the task has, found '" + port.name() + "' again");
    }
    checks.range(path + ".hostPort", port.hostPort(), 1, 65_535);
    if (port.hostPort() != null && !hostPorts.add(port.hostPort())) {
      checks.add(
          path + ".hostPort",
          "expected a port that no other port of the task has, found "
              + port.hostPort()
              + " again");
    }
  }

  private void env(String path, List<EnvVar> env) {
    checks.count(path, env.size(), Limits.ENV_MAX);
    Set<String> seen = new TreeSet<>();
    int index = 0;
    for (EnvVar variable : env) {
      String namePath = path + "[" + index + "].name";
      String name = variable.name();
      if (!VARIABLE.matcher(name).matches()) {
        checks.add(
            namePath,
            "expected letters, digits and underscores, not starting with a digit, found '"
                + Checks.clip(name)
                + "'");
      } else if (portVariables.contains(name) || NUMBERED_PORT.matcher(name).matches()) {
        checks.add(
            namePath, "expected a variable that the agent does not set, found '" + name + "'");
      }
      if (!seen.add(name)) {
        checks.add(namePath, "expected once, found '" + Checks.clip(name) + "' again");
      }
      if (variable.value() != null) {
        checks.systemText(
            path + "[" + index + "].value",
            variable.value(),
            Math.max(0, Limits.ARGUMENT_BYTES_MAX - name.length() - 1));
      }
      index++;
    }
  }
}
