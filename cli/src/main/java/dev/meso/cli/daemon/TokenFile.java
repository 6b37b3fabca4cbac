package dev.meso.cli.daemon;

import dev.meso.agent.http.AgentToken;
import dev.meso.cli.settings.Setting;
import dev.meso.cli.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;

/** Where the secret is that controllers show to agents. */
final class TokenFile {
  private TokenFile() {}

  /**
   * The file that the settings mean.
   *
   * @param data the daemon's own directory; the file stands beside it unless given
   */
  static Path path(Settings settings, Path data) {
    return settings
        .text(Setting.AGENT_TOKEN_FILE)
        .map(Path::of)
        .orElseGet(() -> data.toAbsolutePath().resolveSibling("agent-token"));
  }

  /** The secret of a file, which is made when it is absent. */
  static String secret(Path file) {
    try {
      return AgentToken.readOrCreate(file).secret();
    } catch (IOException e) {
      throw new DaemonFailure("agent token: " + e.getMessage());
    }
  }
}
