package dev.meso.store.etcd;

import dev.meso.store.contract.Subject;
import dev.meso.store.etcd.local.LocalEtcd;
import dev.meso.store.etcd.local.LocalEtcdOptions;
import dev.meso.store.port.Store;
import java.io.IOException;
import java.nio.file.Path;

/** etcd as a process of this machine. */
final class LocalSubject implements Subject {
  private LocalEtcd etcd;
  private final LocalEtcdOptions options;
  private final EtcdStore store;

  LocalSubject(Path dir) {
    this.options = LocalEtcdOptions.in(dir);
    this.etcd = LocalEtcd.start(options);
    this.store = EtcdStore.connect(address());
  }

  EtcdAddress address() {
    return EtcdAddress.parse(etcd.clientUrl().toString());
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
    signal("STOP");
  }

  @Override
  public void thaw() {
    signal("CONT");
  }

  @Override
  public void crash() {
    etcd.kill();
  }

  @Override
  public void comeBack() {
    etcd = LocalEtcd.start(options);
  }

  @Override
  public void close() {
    store.close();
    etcd.kill();
  }

  private void signal(String name) {
    try {
      int code = new ProcessBuilder("kill", "-" + name, "" + etcd.pid()).start().waitFor();
      if (code != 0) {
        throw new AssertionError("kill -" + name + " " + etcd.pid() + " answered " + code);
      }
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
