package dev.meso.agent.machine;

import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.resource.Quantity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was found out about the machine.
 *
 * <p>Memory on offer is {@code MemTotal} less a reserve for the system and the daemons: a tenth of
 * it, 256 MiB at least and 2 GiB at most, and never more than half of it. Disk on offer is what is
 * free on the state directory's file system when the agent starts, less a tenth.
 *
 * @param capacity {@code cpu}, {@code memory} and {@code disk}
 * @param attributes {@code detected.*}
 * @param bootId the kernel's; another one means that every process is gone
 */
public record MachineFacts(
    SortedMap<String, Quantity> capacity, SortedMap<String, String> attributes, String bootId) {

  private static final long MIB = 1024L * 1024;
  private static final long RESERVE_MIN = 256 * MIB;
  private static final long RESERVE_MAX = 2048 * MIB;

  public MachineFacts {
    capacity = Collections.unmodifiableSortedMap(new TreeMap<>(capacity));
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /**
   * Looks at this machine.
   *
   * @param state the state directory, whose file system holds the sandboxes
   * @throws IOException if the kernel's files cannot be read
   */
  public static MachineFacts detect(Path state) throws IOException {
    return detect(Path.of("/proc"), state, Runtime.getRuntime().availableProcessors());
  }

  static MachineFacts detect(Path proc, Path state, int processors) throws IOException {
    TreeMap<String, Quantity> capacity = new TreeMap<>();
    capacity.put(ResourceRequirements.CPU, Quantity.parse(Integer.toString(processors)));
    long memory = offered(memTotal(Files.readString(proc.resolve("meminfo"))));
    capacity.put(ResourceRequirements.MEMORY, Quantity.parse(memory / MIB + "Mi"));
    long disk = Files.getFileStore(state).getUsableSpace() / 10 * 9;
    capacity.put(ResourceRequirements.DISK, Quantity.parse(disk / MIB + "Mi"));
    TreeMap<String, String> attributes = new TreeMap<>();
    attributes.put("detected.os", System.getProperty("os.name"));
    attributes.put("detected.arch", System.getProperty("os.arch"));
    attributes.put("detected.kernel", System.getProperty("os.version"));
    attributes.put("detected.hostname", hostname(proc));
    String bootId = Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
    return new MachineFacts(capacity, attributes, bootId);
  }

  /** What of {@code total} bytes of memory is on offer; the rule is in this class's description. */
  static long offered(long total) {
    long reserve = Math.clamp(total / 10, RESERVE_MIN, RESERVE_MAX);
    return total - Math.min(reserve, total / 2);
  }

  static long memTotal(String meminfo) throws IOException {
    for (String line : meminfo.split("\n", -1)) {
      String[] words = line.trim().split("\\s+", -1);
      if (words.length == 3 && words[0].equals("MemTotal:") && words[2].equals("kB")) {
        return Math.multiplyExact(Long.parseLong(words[1]), 1024L);
      }
    }
    throw new IOException("meminfo: expected a line such as 'MemTotal: 16384 kB', found none");
  }

  private static String hostname(Path proc) {
    try {
      return Files.readString(proc.resolve("sys/kernel/hostname")).strip();
    } catch (IOException e) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException unknown) {
        return "localhost";
      }
    }
  }
}
