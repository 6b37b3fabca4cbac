package dev.meso.cli.session;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command is run in: where it reads and writes, the environment, the clock.
 *
 * <p>One for each process; used by the command's thread, its streams by any.
 */
public final class Session {
  public static final String SERVER_VARIABLE = "MESO_SERVER";
  public static final String NAMESPACE_VARIABLE = "MESO_NAMESPACE";
  public static final String TOKEN_VARIABLE = "MESO_TOKEN";
  public static final String KUBECONFIG_VARIABLE = "MESO_KUBECONFIG";
  public static final String DEFAULT_SERVER = "http://127.0.0.1:7070";
  public static final String DEFAULT_NAMESPACE = "default";

  private final Map<String, String> environment;
  private final InputStream in;
  private final Output out;
  private final Output err;
  private final InstantSource clock;
  private @Nullable String server;
  private @Nullable String kubeconfig;
  private @Nullable Target target;

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
    target = null;
  }

  /** Uses the server and credentials of this file, whatever the environment says. */
  public void useKubeconfig(String file) {
    kubeconfig = file;
    target = null;
  }

  /** The server's base URL, without a slash at its end. */
  public String server() {
    return target().url();
  }

  /**
   * The server and who we are to it: a file that was named, else the one that {@code meso up} wrote
   * in the home directory unless a server was named; a named server wins over that of the file, a
   * token of the environment over its credentials.
   */
  public Target target() {
    if (target == null) {
      target = found();
    }
    return target;
  }

  private Target found() {
    Optional<String> url = Optional.ofNullable(server).or(() -> variable(SERVER_VARIABLE));
    Optional<Path> file =
        Optional.ofNullable(kubeconfig)
            .or(() -> variable(KUBECONFIG_VARIABLE))
            .map(Path::of)
            .or(() -> url.isPresent() ? Optional.empty() : ownCluster());
    Target base = file.map(KubeconfigFile::read).orElseGet(() -> Target.plain(DEFAULT_SERVER));
    Target there = url.map(ServerAddress::normalize).map(base::at).orElse(base);
    return variable(TOKEN_VARIABLE).map(there::withToken).orElse(there);
  }

  /** What {@code meso up} wrote, if it ever ran without another directory. */
  private Optional<Path> ownCluster() {
    return variable("HOME")
        .map(home -> Path.of(home, ".meso", "up", "kubeconfig"))
        .filter(Files::isRegularFile);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** The namespace that is meant when none is named. */
  public String defaultNamespace() {
    return variable(NAMESPACE_VARIABLE).or(() -> target().namespace()).orElse(DEFAULT_NAMESPACE);
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
