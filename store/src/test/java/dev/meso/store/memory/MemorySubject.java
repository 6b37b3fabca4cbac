package dev.meso.store.memory;

import dev.meso.store.contract.Subject;
import dev.meso.store.port.Store;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The store in memory, in real time. */
public final class MemorySubject implements Subject {
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final MemoryStore server = MemoryStore.on(new ExecutorScheduler(executor));
  private final Store store = server.as("test");

  @Override
  public Store store() {
    return store;
  }

  @Override
  public Store connect() {
    return server.as("other");
  }

  @Override
  public void freeze() {
    server.disturb(new Disturbance.Freeze());
  }

  @Override
  public void thaw() {
    server.disturb(new Disturbance.Thaw());
  }

  @Override
  public void crash() {
    server.disturb(new Disturbance.Down());
  }

  @Override
  public void comeBack() {
    server.disturb(new Disturbance.Up());
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
