package dev.meso.controller.core.state;

import dev.meso.api.kind.Kind;
import dev.meso.controller.core.plan.ObjectRef;

/** Names whatever is called so: a task, its predecessors' attempts, an intent. */
public record TaskName(String namespace, String name) implements Comparable<TaskName> {

  public ObjectRef ref() {
    return new ObjectRef(Kind.TASK, namespace, name);
  }

  @Override
  public int compareTo(TaskName other) {
    // Most are of one namespace and share its text, which equals() sees at once.
    return namespace.equals(other.namespace)
        ? name.compareTo(other.name)
        : namespace.compareTo(other.namespace);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
