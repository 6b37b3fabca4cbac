package dev.meso.agent.runtime;

import dev.meso.agent.driver.LogLimits;
import dev.meso.api.key.Keyspace;
import dev.meso.api.resource.PortRanges;
import dev.meso.api.resource.Quantity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an agent is told at its start.
 *
 * @param name unique in the cluster; a second agent of the same name waits and does nothing
 * @param etcd client URLs of etcd, separated by commas
 * @param root prefix of every key in etcd
 * @param stateDir the agent's own directory; two agents never share one
 * @param host address under which the ports of tasks are reached
 * @param bindAddress where the agent's API listens; loopback only, until there is TLS
 * @param bindPort 0 for a free one
 * @param resources offered instead of what is detected, by name; what is not named is detected
 * @param attributes facts about the machine besides the detected ones
 * @param portRanges host ports for tasks; agents on one machine must not share any
 * @param tokenFile holds the token that callers of the agent's API must show
 * @param leaseTtl of the agent's lease: how long it may be silent before it counts as suspect
 * @param logs bounds of what tasks write to their output
 * @param sandboxes bounds of what is kept of ended attempts
 */
public record AgentConfig(
    String name,
    String etcd,
    String root,
    Path stateDir,
    String host,
    String bindAddress,
    int bindPort,
    SortedMap<String, Quantity> resources,
    SortedMap<String, String> attributes,
    PortRanges portRanges,
    Path tokenFile,
    Duration leaseTtl,
    LogLimits logs,
    SandboxLimits sandboxes) {

  /** Attributes with this prefix are the agent's own. */
  public static final String DETECTED = "detected.";

  /** The ports that an agent offers unless told otherwise. */
  public static final PortRanges PORTS_DEFAULT = PortRanges.parse("31000-31999");

  /**
   * What is kept of ended attempts.
   *
   * @param keep how long after the attempt's end
   * @param bytesMax of all of them together; the oldest go first
   */
  public record SandboxLimits(Duration keep, long bytesMax) {
    public static final SandboxLimits DEFAULT =
        new SandboxLimits(Duration.ofDays(7), 10L * 1024 * 1024 * 1024);

    public SandboxLimits {
      if (keep.isNegative() || bytesMax < 0) {
        throw new IllegalArgumentException(
            "Sandbox limits: expected no negative ones, found " + keep + " and " + bytesMax);
      }
    }
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException with a message that names what is wrong
   */
  public AgentConfig {
    if (!Keyspace.ID.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Agent name: expected lower-case letters, digits, hyphens and dots, found '"
              + name
              + "'");
    }
    requireLoopback(bindAddress);
    if (bindPort < 0 || bindPort > 65_535) {
      throw new IllegalArgumentException("Agent port: expected 0 to 65535, found " + bindPort);
    }
    if (leaseTtl.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "Lease time: expected at least 1 s, which is etcd's least, found " + leaseTtl);
    }
    for (Map.Entry<String, Quantity> amount : resources.entrySet()) {
      if (amount.getValue().compareTo(Quantity.parse("0")) < 0) {
        throw new IllegalArgumentException(
            "Resource "
                + amount.getKey()
                + ": expected no negative amount, found "
                + amount.getValue());
      }
    }
    for (String attribute : attributes.keySet()) {
      if (attribute.startsWith(DETECTED)) {
        throw new IllegalArgumentException(
            "Attribute "
                + attribute
                + ": names that start with "
                + DETECTED
                + " are the agent's own");
      }
    }
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** An agent with what is usual in everything else. */
  public static AgentConfig of(String name, String etcd, Path stateDir, Path tokenFile) {
    return new AgentConfig(
        name,
        etcd,
        "/meso",
        stateDir,
        "127.0.0.1",
        "127.0.0.1",
        0,
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        PORTS_DEFAULT,
        tokenFile,
        dev.meso.store.lease.LeaseConfig.AGENT_TTL,
        LogLimits.DEFAULT,
        SandboxLimits.DEFAULT);
  }

  /** The same with other resources and port ranges. */
  public AgentConfig offering(SortedMap<String, Quantity> amounts, PortRanges ports) {
    return new AgentConfig(
        name,
        etcd,
        root,
        stateDir,
        host,
        bindAddress,
        bindPort,
        amounts,
        attributes,
        ports,
        tokenFile,
        leaseTtl,
        logs,
        sandboxes);
  }

  private static void requireLoopback(String address) {
    try {
      if (InetAddress.getByName(address).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "Agent bind address: expected an address of this machine, found '" + address + "'", e);
    }
    throw new IllegalArgumentException(
        "Agent bind address: expected a loopback address such as 127.0.0.1, as there is no TLS yet,"
            + " found '"
            + address
            + "'");
  }
}
