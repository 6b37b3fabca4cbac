package dev.meso.controller.apiserver.read;

import dev.meso.api.kind.Kind;
import dev.meso.api.meta.LabelSelector;
import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a kind a list or a watch is about.
 *
 * @param namespace only this one; absent for all
 */
record Selection(
    Kind kind, @Nullable String namespace, LabelSelector labels, FieldSelector fields) {

  static Selection of(Kind kind, @Nullable String namespace, Params query) {
    LabelSelector labels;
    try {
      labels = LabelSelector.parse(query.text("labelSelector").orElse(""));
    } catch (IllegalArgumentException e) {
      throw ApiError.badRequest("labelSelector: " + e.getMessage());
    }
    FieldSelector fields = FieldSelector.parse(kind, query.text("fieldSelector").orElse(""));
    return new Selection(kind, namespace, labels, fields);
  }

  boolean matches(@Nullable StoredObject object) {
    return object != null
        && (namespace == null || namespace.equals(object.ref().namespace()))
        && fields.matches(object)
        && labels.matches(object.object().metadata().labels());
  }
}
