package dev.meso.api.validation;

import dev.meso.api.meta.LabelSyntax;
import dev.meso.api.resource.Resources;
import dev.meso.api.text.Near;
import java.util.List;
import java.util.Optional;

/**
 * Names of resources. A custom one has a dot or a slash in it ({@code example.com/fpga}): so a
 * mistyped {@code memroy} is an error, not a resource that no agent has.
 */
public final class ResourceNames {
  private static final List<String> KNOWN =
      List.of(Resources.CPU, Resources.MEMORY, Resources.DISK, Resources.GPU);

  private ResourceNames() {}

  /** What is wrong with a name, with expected and found; empty when nothing is. */
  public static Optional<String> problem(String name) {
    if (KNOWN.contains(name)) {
      return Optional.empty();
    }
    if (name.indexOf('.') < 0 && name.indexOf('/') < 0) {
      return Optional.of(
          "expected cpu, memory, disk, gpu or a custom resource such as example.com/fpga, found '"
              + Checks.clip(name)
              + "'"
              + Near.hint(name, KNOWN));
    }
    return LabelSyntax.problemOfKey(name);
  }
}
