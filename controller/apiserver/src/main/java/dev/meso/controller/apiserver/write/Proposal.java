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
   * Both keys are deleted: nobody needs to do anything first.
   *
   * @param last the object as it was
   */
  record Removal(StoredObject last, List<Txn.Guard> guards) implements Proposal {
    public Removal {
      guards = List.copyOf(guards);
    }
  }
}
