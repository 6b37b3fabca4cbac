package dev.meso.store.memory;

import dev.meso.store.contract.OutageContract;
import dev.meso.store.contract.Subject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The store in memory keeps the contract. */
class MemoryStoreTest implements OutageContract {
  private static MemorySubject subject;

  @BeforeAll
  static void start() {
    subject = new MemorySubject();
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
