package dev.meso.controller.runtime.loop;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Records;
import dev.meso.controller.core.state.Event;
import dev.meso.store.port.Entry;
import java.util.Optional;

/** Turns entries of the store into events of the core. Immutable. */
final class RecordDecoder {
  private final Keyspace keyspace;

  RecordDecoder(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  /** The key, if it is one that the core wants to hear of. */
  Optional<Key> known(String text) {
    Key key = keyspace.parse(text);
    // A barrier is for the cache that wrote it.
    return key instanceof Key.Unknown || key instanceof Key.Barrier
        ? Optional.empty()
        : Optional.of(key);
  }

  /** The event that an entry means. A value that cannot be read harms nothing but its own key. */
  Event event(Key key, Entry entry) {
    Optional<? extends Class<?>> type = Records.typeOf(key);
    if (type.isEmpty()) {
      return new Event.Unreadable(
          key, "no record type for this key", entry.createRevision(), entry.modRevision());
    }
    try {
      Object value = Json.read(type.get(), entry.value());
      return new Event.Put(key, value, entry.createRevision(), entry.modRevision());
    } catch (MalformedRecord e) {
      return new Event.Unreadable(
          key, String.valueOf(e.getMessage()), entry.createRevision(), entry.modRevision());
    }
  }
}
