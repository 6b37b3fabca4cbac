package dev.meso.system.chaos;

import dev.meso.system.MesoProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A controller or an agent, with wires to etcd of its own, so that it alone can be cut off. */
final class Daemon implements Node {
  private final String name;
  private final Path log;
  private final List<String> arguments;
  private final List<Wire> wires;
  private @Nullable MesoProcess process;
  private boolean wanted;
  private boolean retired;

  Daemon(String name, Path directory, List<Wire> wires, List<String> arguments) {
    this.name = name;
    this.log = directory.resolve(name + ".log");
    this.wires = List.copyOf(wires);
    this.arguments = new ArrayList<>(arguments);
    this.arguments.add("--etcd=" + wires.stream().map(Wire::url).collect(Collectors.joining(",")));
  }

  @Override
  public String name() {
    return name;
  }

  Path log() {
    return log;
  }

  @Override
  public synchronized boolean alive() {
    return process != null && process.alive();
  }

  /** Whether it ended although nobody killed it. */
  synchronized boolean died() {
    return wanted && !alive();
  }

  @Override
  public synchronized void kill() {
    wanted = false;
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public synchronized void retire() {
    retired = true;
    kill();
  }

  @Override
  public synchronized void restart() {
    if (retired) {
      return;
    }
    process = MesoProcess.start(log, arguments);
    wanted = true;
  }

  @Override
  public synchronized void freeze() {
    if (process != null && process.alive()) {
      process.freeze();
    }
  }

  @Override
  public synchronized void thaw() {
    if (process != null && process.alive()) {
      process.thaw();
    }
  }

  void closeWires() {
    wires.forEach(Wire::close);
  }
}
