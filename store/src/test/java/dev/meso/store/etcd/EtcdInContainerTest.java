package dev.meso.store.etcd;

import dev.meso.store.contract.OutageContract;
import dev.meso.store.contract.Subject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The store in etcd keeps the contract, with an etcd in a container. */
@NeedsDocker
class EtcdInContainerTest implements OutageContract {
  private static ContainerSubject subject;

  @BeforeAll
  static void start() {
    subject = new ContainerSubject();
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
