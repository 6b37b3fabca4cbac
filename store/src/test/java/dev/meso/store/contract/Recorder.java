package dev.meso.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.port.WatchListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what a watch says and lets a test wait for it. */
public final class Recorder implements WatchListener {
  private static final long WAIT_SECONDS_MAX = 30;

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

  /** What a watch said. */
  public sealed interface Signal {
    record Created(long revision, long clusterId) implements Signal {}

    record Changes(List<Change> changes, boolean complete) implements Signal {}

    record Progress(long revision) implements Signal {}

    record End(WatchEnd end) implements Signal {}
  }

  @Override
  public void onCreated(long revision, long clusterId) {
    signals.add(new Signal.Created(revision, clusterId));
  }

  @Override
  public void onChanges(List<Change> changes, boolean complete) {
    signals.add(new Signal.Changes(changes, complete));
  }

  @Override
  public void onProgress(long revision) {
    signals.add(new Signal.Progress(revision));
  }

  @Override
  public void onEnd(WatchEnd end) {
    signals.add(new Signal.End(end));
  }

  /** The next signal that is no progress, which must be of this type. */
  public <S extends Signal> S next(Class<S> type) {
    while (true) {
      Signal signal = poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
      if (!(signal instanceof Signal.Progress)) {
        assertThat(signal).isInstanceOf(type);
        return type.cast(signal);
      }
    }
  }

  /** The next changes, so many of them, however they are cut. */
  public List<Change> changes(int count) {
    List<Change> all = new ArrayList<>();
    while (all.size() < count) {
      all.addAll(next(Signal.Changes.class).changes());
    }
    assertThat(all).hasSize(count);
    return all;
  }

  /** What it said so far that nobody took, apart from progress. */
  public List<Signal> left() {
    return signals.stream().filter(signal -> !(signal instanceof Signal.Progress)).toList();
  }

  private Signal poll(long time, TimeUnit unit) {
    try {
      Signal signal = signals.poll(time, unit);
      if (signal == null) {
        throw new AssertionError("The watch said nothing within " + time + " " + unit);
      }
      return signal;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
