package dev.meso.controller.apiserver.write;

import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.store.port.Txn;
import java.util.List;

/** What a write wants to do, given the object's present keys. */
sealed interface Proposal {

  /**
   * Nothing: the object is as wanted. Writing it again would be a new resourceVersion for nothing.
   */
  record Unchanged(StoredObject object) implements Proposal {}

  /**
   * A new value of the spec key.
   *
   * @param guards everything that the value was derived from
   */
  record Change(String value, List<Txn.Guard> guards) implements Proposal {
    public Change {
      guards = List.copyOf(guards);
    }
  }

  /**
   * The end of an object that nobody has to clean up after: its spec key goes at once.
   *
   * @param object as it was
   * @param guards everything that the decision was derived from
   */
  record Removal(StoredObject object, List<Txn.Guard> guards) implements Proposal {
    public Removal {
      guards = List.copyOf(guards);
    }
  }
}
