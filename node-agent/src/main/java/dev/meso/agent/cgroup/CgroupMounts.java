package dev.meso.agent.cgroup;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where control groups are mounted, as {@code /proc/self/mountinfo} says.
 *
 * @param unified the version 2 hierarchy, if mounted
 * @param controllers version 1 hierarchies by controller
 */
record CgroupMounts(Optional<Path> unified, Map<String, Path> controllers) {

  CgroupMounts {
    controllers = Map.copyOf(controllers);
  }

  /** Reads lines of mountinfo; those it does not understand are passed over. */
  static CgroupMounts parse(List<String> mountinfo) {
    @Nullable Path unified = null;
    Map<String, Path> controllers = new TreeMap<>();
    for (String line : mountinfo) {
      int dash = line.indexOf(" - ");
      if (dash < 0) {
        continue;
      }
      String[] mount = line.substring(0, dash).split(" ", -1);
      String[] system = line.substring(dash + 3).split(" ", -1);
      if (mount.length < 5 || system.length < 3) {
        continue;
      }
      Path at = Path.of(unescape(mount[4]));
      if (system[0].equals("cgroup2") && unified == null) {
        unified = at;
      } else if (system[0].equals("cgroup")) {
        for (String option : system[2].split(",", -1)) {
          controllers.putIfAbsent(option, at);
        }
      }
    }
    return new CgroupMounts(Optional.ofNullable(unified), controllers);
  }

  Optional<Path> controller(String name) {
    return Optional.ofNullable(controllers.get(name));
  }

  /** Mountinfo writes space, tab, newline and backslash as three octal digits. */
  private static String unescape(String text) {
    return text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
