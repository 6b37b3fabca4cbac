package dev.meso.api.record;

import dev.meso.api.key.Key;
import java.util.Optional;

/** Which record stands under which key. */
public final class Records {
  private Records() {}

  /** The class of the value under a key; empty for a key that this version does not know. */
  public static Optional<Class<? extends Record>> typeOf(Key key) {
    return switch (key) {
      case Key.Spec spec -> Optional.of(spec.kind().type().asSubclass(Record.class));
      case Key.Status status -> Optional.of(status.kind().type().asSubclass(Record.class));
      case Key.Assignment _ -> Optional.of(Assignment.class);
      case Key.Report _ -> Optional.of(Report.class);
      case Key.Registration _ -> Optional.of(Registration.class);
      case Key.Alive _ -> Optional.of(Alive.class);
      case Key.Leader() -> Optional.of(Leader.class);
      case Key.Barrier _ -> Optional.of(Barrier.class);
      case Key.Meta() -> Optional.of(Meta.class);
      case Key.Unknown _ -> Optional.empty();
    };
  }
}
