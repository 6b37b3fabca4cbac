package dev.meso.store.etcd;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.meso.store.contract.Calls;
import dev.meso.store.contract.Subject;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Store;
import dev.meso.store.port.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * etcd in a container: in the image that {@code MESO_TEST_ETCD_IMAGE} names, else in one that is
 * made of the etcd on the PATH and its libraries, so that nothing has to be fetched.
 */
final class ContainerSubject implements Subject {
  private static final int CLIENT_PORT = 2379;

  /** For an engine that has no bridge to publish ports with. */
  private static final boolean HOST_NETWORK =
      "host".equals(System.getenv("MESO_TEST_DOCKER_NETWORK"));

  private static final Duration START_WITHIN = Duration.ofMinutes(1);
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+)\\s+\\(0x");

  private final int port = freePort();
  private final GenericContainer<?> container;
  private final EtcdStore store;

  ContainerSubject() {
    container = new GenericContainer<>(image());
    if (HOST_NETWORK) {
      container.withNetworkMode("host").withCommand(command("127.0.0.1", port));
    } else {
      container
          .withCommand(command("0.0.0.0", CLIENT_PORT))
          .withExposedPorts(CLIENT_PORT)
          .withCreateContainerCmdModifier(
              create -> create.withHostConfig(loopbackOnly(create.getHostConfig())));
    }
    container.waitingFor(
        Wait.forLogMessage(".*ready to serve client requests.*", 1)
            .withStartupTimeout(START_WITHIN));
    container.start();
    store = EtcdStore.connect(address());
  }

  private static String[] command(String listen, int client) {
    int peer = freePort();
    return new String[] {
      "etcd",
      "--data-dir=/etcd-data",
      "--listen-client-urls=http://" + listen + ":" + client,
      "--advertise-client-urls=http://127.0.0.1:" + client,
      "--listen-peer-urls=http://127.0.0.1:" + peer,
      "--initial-advertise-peer-urls=http://127.0.0.1:" + peer,
      "--initial-cluster=default=http://127.0.0.1:" + peer
    };
  }

  private EtcdAddress address() {
    return EtcdAddress.parse("http://127.0.0.1:" + port);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public Store connect() {
    return EtcdStore.connect(address());
  }

  @Override
  public void freeze() {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void thaw() {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void crash() {
    container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void comeBack() {
    container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
    long until = System.nanoTime() + START_WITHIN.toNanos();
    try (EtcdStore probe = EtcdStore.connect(address())) {
      while (!answers(probe)) {
        if (System.nanoTime() > until) {
          throw new AssertionError("etcd did not come back: " + container.getLogs());
        }
      }
    }
  }

  private static boolean answers(EtcdStore store) {
    try {
      Calls.answer(store.range(RangeRequest.key("k"), Duration.ofSeconds(1)));
      return true;
    } catch (StoreException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    store.close();
    container.stop();
  }

  private HostConfig loopbackOnly(HostConfig config) {
    Ports.Binding loopback = Ports.Binding.bindIpAndPort("127.0.0.1", port);
    return config.withPortBindings(new PortBinding(loopback, ExposedPort.tcp(CLIENT_PORT)));
  }

  private static Future<String> image() {
    return Optional.ofNullable(System.getenv("MESO_TEST_ETCD_IMAGE"))
        .<Future<String>>map(CompletableFuture::completedFuture)
        .orElseGet(ContainerSubject::imageOfTheLocalEtcd);
  }

  private static ImageFromDockerfile imageOfTheLocalEtcd() {
    Path etcd = onPath();
    ImageFromDockerfile image = new ImageFromDockerfile();
    StringBuilder steps = new StringBuilder("FROM scratch\n");
    image.withFileFromPath("bin/etcd", etcd);
    steps.append("COPY bin/etcd /usr/bin/etcd\n");
    for (String library : librariesOf(etcd)) {
      image.withFileFromPath("lib" + library, real(Path.of(library)));
      steps.append("COPY lib").append(library).append(' ').append(library).append('\n');
    }
    steps.append("ENV PATH=/usr/bin\n");
    return image.withFileFromString("Dockerfile", steps.toString());
  }

  private static Path onPath() {
    return Pattern.compile(":")
        .splitAsStream(System.getenv("PATH"))
        .map(folder -> Path.of(folder, "etcd"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(ContainerSubject::real)
        .orElseThrow(() -> new AssertionError("no etcd on the PATH to make an image of"));
  }

  /** What {@code ldd} lists; a program that is linked statically needs none. */
  private static List<String> librariesOf(Path program) {
    try {
      Process ldd = new ProcessBuilder("ldd", program.toString()).redirectErrorStream(true).start();
      String listed = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return LIBRARY.matcher(listed).results().map(found -> found.group(1)).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }
}
