package dev.meso.controller.apiserver.read;

import dev.meso.controller.apiserver.object.ObjectEvent;
import dev.meso.controller.apiserver.object.StoredObject;

/** The lines of a watch on objects. */
final class ObjectLines implements WatchLines {
  private final Selection selection;
  private final Rendering rendering;

  ObjectLines(Selection selection, Rendering rendering) {
    this.selection = selection;
    this.rendering = rendering;
  }

  /**
   * Appends what an event means for this selection: an object that comes into it was added, one
   * that leaves it was deleted, and another uid under the same name is another object.
   */
  @Override
  public int append(StringBuilder out, ObjectEvent event) {
    StoredObject before = selection.matches(event.before()) ? event.before() : null;
    StoredObject after = selection.matches(event.after()) ? event.after() : null;
    if (before == null) {
      return after == null ? 0 : WatchLines.line(out, "ADDED", rendering.after(event));
    }
    if (after == null) {
      return WatchLines.line(out, "DELETED", rendering.object(before.at(event.revision())));
    }
    if (before.uid().equals(after.uid())) {
      return WatchLines.line(out, "MODIFIED", rendering.after(event));
    }
    return WatchLines.line(out, "DELETED", rendering.object(before.at(event.revision())))
        + WatchLines.line(out, "ADDED", rendering.after(event));
  }

  @Override
  public int added(StringBuilder out, StoredObject object) {
    return selection.matches(object) ? WatchLines.line(out, "ADDED", rendering.object(object)) : 0;
  }

  @Override
  public String kindName() {
    return selection.resource().kindName();
  }

  @Override
  public String apiVersion() {
    return selection.resource().apiVersion();
  }
}
