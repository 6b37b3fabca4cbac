package dev.meso.api.kind;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A port of the machine that a container listens on.
 *
 * @param name name of the port, unique in the task; a DNS label of at most 15 characters
 * @param hostPort port of the machine, 1 to 65535; unless said, the controller chooses one from the
 *     agent's range
 */
public record ContainerPort(String name, @Nullable Integer hostPort) {

  /**
   * The variable in which a container finds the port: {@code PORT_} and the name in capitals, with
   * underscores for hyphens. Names that differ have variables that differ, as no valid name has an
   * underscore or a capital.
   */
  public String variable() {
    return "PORT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
