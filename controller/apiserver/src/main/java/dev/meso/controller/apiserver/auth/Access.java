package dev.meso.controller.apiserver.auth;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How clients reach a server and show who they are.
 *
 * @param tls none for plain HTTP
 * @param tokenFile bearer tokens, as {@link Tokens} reads them
 */
public record Access(Optional<Tls> tls, Optional<Path> tokenFile) {

  /** Plain HTTP, and everybody who reaches it may do everything: for loopback alone. */
  public static final Access OPEN = new Access(Optional.empty(), Optional.empty());

  /** Whether clients must show who they are. */
  public boolean guarded() {
    return tokenFile.isPresent() || tls.flatMap(Tls::clientCa).isPresent();
  }

  /** Whether the server may listen where others than this machine reach it. */
  public boolean forNetworks() {
    return tls.isPresent() && guarded();
  }
}
