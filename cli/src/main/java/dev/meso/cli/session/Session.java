package dev.meso.cli.session;

import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command is run in: where it reads and writes, the environment, the clock.
 *
 * <p>One for each process; used by the command's thread, its streams by any.
 */
public final class Session {
  public static final String SERVER_VARIABLE = "MESO_SERVER";
  public static final String NAMESPACE_VARIABLE = "MESO_NAMESPACE";
  public static final String DEFAULT_SERVER = "http://127.0.0.1:7070";
  public static final String DEFAULT_NAMESPACE = "default";

  private final Map<String, String> environment;
  private final InputStream in;
  private final Output out;
  private final Output err;
  private final InstantSource clock;
  private @Nullable String server;

  /** A session with these streams and this environment. */
  public Session(
      Map<String, String> environment,
      InputStream in,
      Output out,
      Output err,
      InstantSource clock) {
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  public InputStream in() {
    return in;
  }

  public Output out() {
    return out;
  }

  public Output err() {
    return err;
  }

  public InstantSource clock() {
    return clock;
  }

  /** Uses this server, whatever the environment says. */
  public void useServer(String url) {
    server = url;
  }

  /** The server's base URL, without a slash at its end. */
  public String server() {
    String url = server == null ? environment.get(SERVER_VARIABLE) : server;
    return ServerAddress.normalize(url == null || url.isBlank() ? DEFAULT_SERVER : url.strip());
  }

  /** The namespace that is meant when none is named. */
  public String defaultNamespace() {
    String named = environment.get(NAMESPACE_VARIABLE);
    return named == null || named.isBlank() ? DEFAULT_NAMESPACE : named.strip();
  }

  /** Tells the user something that is not the command's result, at once. */
  public void note(String text) {
    out.flush();
    err.line(text);
    err.flush();
  }

  /** Does this when Ctrl-C or SIGTERM ends the process; it must be quick. */
  public void onInterrupt(Runnable last) {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(last));
  }

  /** Waits; the thread's interruption ends the command. */
  public void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "interrupted");
    }
  }
}
