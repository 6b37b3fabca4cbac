package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;

/**
 * An object of the API. The same record serves for the whole object (as clients see it), for its
 * spec key (status absent) and for its status key (spec absent).
 */
public sealed interface ApiObject
    permits App,
        Job,
        Task,
        Agent,
        Namespace,
        Queue,
        Volume,
        Role,
        ClusterRole,
        RoleBinding,
        ClusterRoleBinding {

  /** Group and version, for instance {@code meso.dev/v1}. */
  String apiVersion();

  /** The kind's name, for instance {@code App}. */
  String kind();

  ObjectMeta metadata();

  /** The same object with other metadata. */
  ApiObject withMetadata(ObjectMeta metadata);
}
