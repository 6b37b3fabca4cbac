package dev.meso.api.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Finds where a field belongs that stands too high in a document. */
final class Elsewhere {

  /** Levels that are searched. */
  private static final int DEPTH_MAX = 4;

  private Elsewhere() {}

  private record Place(Class<?> type, String path, int depth) {}

  /** The path, from {@code type}, of the nearest nested record with a field of that name. */
  static Optional<String> below(Class<?> type, String name) {
    Deque<Place> places = new ArrayDeque<>();
    places.add(new Place(type, "", 0));
    while (!places.isEmpty()) {
      Place place = places.remove();
      for (Shape.Field field : Shape.of(place.type()).fields().values()) {
        Class<?> inner = field.innermost();
        // What users cannot set is no place for what they wrote.
        if (!inner.isRecord() || field.name().equals("status")) {
          continue;
        }
        String path =
            Walker.child(place.path(), field.name()) + (field.type() == inner ? "" : "[]");
        if (Shape.of(inner).fields().containsKey(name)) {
          return Optional.of(path);
        }
        if (place.depth() < DEPTH_MAX) {
          places.add(new Place(inner, path, place.depth() + 1));
        }
      }
    }
    return Optional.empty();
  }
}
