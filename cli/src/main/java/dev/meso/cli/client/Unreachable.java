package dev.meso.cli.client;

import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;

/** No answer came from the server's address. */
public final class Unreachable extends Failure {
  private static final long serialVersionUID = 1L;

  private Unreachable(String message) {
    super(ExitCode.UNREACHABLE, message);
  }

  static Unreachable of(String server, IOException why) {
    return new Unreachable(
        "Cannot reach the server at "
            + server
            + " ("
            + reason(why)
            + "). Start one with 'meso up', or name another with --server or "
            + Session.SERVER_VARIABLE
            + ".");
  }

  private static String reason(IOException why) {
    return switch (why) {
      case ConnectException _ -> "connection refused";
      case UnknownHostException _ -> "unknown host";
      case SocketTimeoutException _ -> "no answer in time";
      default -> String.valueOf(why.getMessage()).toLowerCase(Locale.ROOT);
    };
  }
}
