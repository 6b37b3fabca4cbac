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
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
