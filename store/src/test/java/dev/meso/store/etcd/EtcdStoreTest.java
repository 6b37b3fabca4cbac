package dev.meso.store.etcd;

import dev.meso.store.contract.OutageContract;
import dev.meso.store.contract.Subject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The store in etcd keeps the contract, with an etcd on this machine. */
@NeedsEtcd
class EtcdStoreTest implements OutageContract {
  @TempDir static Path dir;
  private static LocalSubject subject;

  @BeforeAll
  static void start() {
    subject = new LocalSubject(dir);
  }

  @AfterAll
  static void stop() {
    subject.close();
  }

  @Override
  public Subject subject() {
    return subject;
  }
}
