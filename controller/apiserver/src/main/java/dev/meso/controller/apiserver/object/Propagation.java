package dev.meso.controller.apiserver.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of the objects that name a deleted one as their owner. */
public enum Propagation {
  /** They are deleted when it is gone. */
  BACKGROUND("Background"),
  /** They are deleted first; it waits for those that say {@code blockOwnerDeletion}. */
  FOREGROUND("Foreground"),
  /** They stay, and their reference to it is taken out before it goes. */
  ORPHAN("Orphan");

  /** On an object that waits until its dependents are deleted. */
  public static final String FOREGROUND_FINALIZER = "foregroundDeletion";

  /** On an object that waits until its dependents name it no more. */
  public static final String ORPHAN_FINALIZER = "orphan";

  private final String word;

  Propagation(String word) {
    this.word = word;
  }

  /** As it is written in a request. */
  public String word() {
    return word;
  }

  /** The one with this word. */
  public static Optional<Propagation> ofWord(String word) {
    for (Propagation one : values()) {
      if (one.word.equals(word)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** The finalizers of an object that is deleted so, in place of those that it had. */
  public List<String> finalizers(List<String> before) {
    List<String> after = new ArrayList<>(before);
    after.remove(FOREGROUND_FINALIZER);
    after.remove(ORPHAN_FINALIZER);
    switch (this) {
      case BACKGROUND -> {}
      case FOREGROUND -> after.add(FOREGROUND_FINALIZER);
      case ORPHAN -> after.add(ORPHAN_FINALIZER);
    }
    // An equal set in another order is no change.
    return before.size() == after.size() && before.containsAll(after) ? before : after;
  }
}
