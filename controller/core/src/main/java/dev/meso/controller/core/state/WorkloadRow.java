package dev.meso.controller.core.state;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.kind.TemplateRevision;
import dev.meso.api.meta.OwnerReference;
import dev.meso.controller.core.plan.ObjectRef;
import org.jspecify.annotations.Nullable;

/**
 * The records of one App, Job or Namespace, and the names of the tasks that say they belong to it.
 * It may consist of such tasks alone, when the object itself is gone.
 */
public final class WorkloadRow {
  private final ObjectRef ref;
  @Nullable Cell spec;
  @Nullable Cell status;
  private final Members tasks;
  private @Nullable Hashed hashed;
  private @Nullable Tally tally;

  WorkloadRow(ObjectRef ref) {
    this.ref = ref;
    this.tasks = new Members(ref);
  }

  public ObjectRef ref() {
    return ref;
  }

  public @Nullable Cell specCell() {
    return spec;
  }

  public @Nullable Cell statusCell() {
    return status;
  }

  /** The object in its spec form, if it exists and can be read. */
  public @Nullable ApiObject specObject() {
    return spec != null && spec.effective() instanceof ApiObject object ? object : null;
  }

  /** What the tasks of an App or a Job are made from; absent for anything else. */
  @Nullable TaskSpec template() {
    TaskTemplate template =
        switch (specObject()) {
          case App app when app.spec() != null -> app.spec().template();
          case Job job when job.spec() != null -> job.spec().template();
          case null, default -> null;
        };
    return template == null ? null : template.spec();
  }

  /** The object in its status form. */
  public @Nullable ApiObject statusObject() {
    return status != null && status.effective() instanceof ApiObject object ? object : null;
  }

  /** Whether deletion was asked for. */
  public boolean deleting() {
    ApiObject object = specObject();
    return object != null && object.metadata().deleting();
  }

  /** The tasks whose status names this object as owner, whatever uid they name. */
  public Members tasks() {
    return tasks;
  }

  /** What these tasks come to now, for an object of this uid, template and number of tasks. */
  public Tally tally(Tally.Basis basis) {
    Tally known = tally;
    if (known == null || !known.of(basis)) {
      known = new Tally(this, basis);
      tally = known;
    }
    return known.upToDate();
  }

  /**
   * The ordinal of a task of this object; absent when it is another object's of the same name, or
   * stands under a name that is not the one of its ordinal, or a spec of its own.
   */
  public @Nullable Integer ordinal(TaskRow row, String uid) {
    Task found = row.record();
    TaskStatus status = found == null ? null : found.status();
    Integer ordinal = status == null ? null : status.ordinal();
    if (found == null || ordinal == null || tasks.ordinal(row.name()) != ordinal) {
      return null;
    }
    boolean ours = false;
    for (OwnerReference reference : found.metadata().ownerReferences()) {
      ours |= uid.equals(reference.uid());
    }
    Task spec = row.specTask();
    return ours && (spec == null || spec.spec() == null) ? ordinal : null;
  }

  void join(TaskRow row) {
    row.owner = this;
    tasks.join(row);
    changed(row);
  }

  void leave(TaskRow row) {
    row.owner = null;
    tasks.leave(row);
    if (tally != null) {
      tally.gone(row);
    }
  }

  /** Something of a task of this object has changed. */
  void changed(TaskRow row) {
    if (tally != null) {
      tally.changed(row);
    }
  }

  /** Whether a write of ours to the spec or the status is in flight. */
  public boolean busy() {
    return (spec != null && spec.busy()) || (status != null && status.busy());
  }

  /** Whether a record exists and cannot be read. */
  public @Nullable String unreadable() {
    if (spec != null && spec.error() != null) {
      return spec.error();
    }
    return status != null ? status.error() : null;
  }

  /**
   * The revision of a template, hashed once for as long as the spec stays the same. A memory of a
   * pure function: it is no part of the state.
   */
  @SuppressWarnings("ReferenceEquality") // Another instance costs a hash, never a wrong answer.
  public String revisionOf(TaskTemplate template) {
    Hashed known = hashed;
    if (known == null || known.template() != template) {
      known = new Hashed(template, TemplateRevision.of(template));
      hashed = known;
    }
    return known.revision();
  }

  private record Hashed(TaskTemplate template, String revision) {}

  boolean empty() {
    return spec == null && status == null && tasks.isEmpty();
  }
}
