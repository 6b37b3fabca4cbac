package dev.meso.controller.apiserver.read;

import dev.meso.api.meta.LabelSelector;
import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.object.ObjectEvent;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.resource.Resource;
import dev.meso.controller.apiserver.status.ApiError;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a resource a list or a watch is about.
 *
 * @param namespace only this one; absent for all
 */
record Selection(
    Resource resource, @Nullable String namespace, LabelSelector labels, FieldSelector fields) {

  static Selection of(Resource resource, @Nullable String namespace, Params query) {
    LabelSelector labels;
    try {
      labels = LabelSelector.parse(query.text("labelSelector").orElse(""));
    } catch (IllegalArgumentException e) {
      throw ApiError.badRequest("labelSelector: " + e.getMessage());
    }
    FieldSelector fields = FieldSelector.parse(resource, query.text("fieldSelector").orElse(""));
    return new Selection(resource, namespace, labels, fields);
  }

  /** Whether nothing but a namespace was chosen. */
  boolean everything() {
    return labels.requirements().isEmpty() && fields.isEmpty();
  }

  /** Whether an event brings an object into it, changes one that is in it, or takes one away. */
  boolean concerns(ObjectEvent event) {
    return matches(event.after()) || matches(event.before());
  }

  boolean matches(@Nullable StoredObject object) {
    return object != null
        && (namespace == null || namespace.equals(object.ref().namespace()))
        && fields.matches(object)
        && labels.matches(object.object().metadata().labels());
  }
}
