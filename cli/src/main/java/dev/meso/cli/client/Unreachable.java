package dev.meso.cli.client;

import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;

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
            + reason(server, why)
            + "). Start one with 'meso up', or name another with --server or "
            + Session.SERVER_VARIABLE
            + ".");
  }

  private static String reason(String server, IOException why) {
    return switch (why) {
      case ConnectException _ -> "connection refused";
      case UnknownHostException _ -> "unknown host";
      case SocketTimeoutException _ -> "no answer in time";
      case SSLException _ when String.valueOf(why.getMessage()).contains("PKIX") ->
          "nobody that we trust vouches for it; --kubeconfig names a file that says whom to trust";
      case SSLException _ when String.valueOf(why.getMessage()).contains("plaintext") ->
          "it does not speak TLS: try http://";
      case SocketException _ when !server.startsWith("https:") ->
          "it closed the connection: does it want https://?";
      default -> String.valueOf(why.getMessage()).toLowerCase(Locale.ROOT);
    };
  }
}
