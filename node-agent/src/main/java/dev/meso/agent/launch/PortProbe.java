package dev.meso.agent.launch;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks whether something on this machine listens on a port, by binding it for a moment. Without
 * this a task would crash with a message that only its log tells.
 *
 * <p>A port that cannot be bound is looked at again for a second: a process that is being started
 * at the same moment, by this agent or by anybody, holds a copy of every open socket until it has
 * become its program, ours of the look before included.
 *
 * <p>A hint, not a reservation: somebody may take the port a moment later.
 */
public final class PortProbe {
  private static final int LOOKS = 11;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private PortProbe() {}

  /** The first port that cannot be bound. Blocks, a second for each that is taken. */
  public static OptionalInt firstTaken(Collection<Integer> ports) {
    return ports.stream()
        .mapToInt(Integer::intValue)
        .sorted()
        .filter(PortProbe::staysTaken)
        .findFirst();
  }

  private static boolean staysTaken(int port) {
    for (int look = 1; look <= LOOKS; look++) {
      if (!taken(port)) {
        return false;
      }
      if (look < LOOKS) {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
    }
    return true;
  }

  private static boolean taken(int port) {
    // Both, because a listener on one address alone does not keep the wildcard from being bound by
    // every kernel, nor the other way round.
    return !binds(new InetSocketAddress(port))
        || !binds(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static boolean binds(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      // Connections of an earlier task that linger in TIME_WAIT do not count.
      socket.setReuseAddress(true);
      socket.bind(address, 1);
      return true;
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      // No port was found taken; the task itself will say what is wrong.
      return true;
    }
  }
}
