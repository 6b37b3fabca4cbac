package dev.meso.controller.apiserver.protobuf;

import java.util.Map;
import java.util.Optional;

/**
 * The fields of a protobuf message that are read, by number; others are skipped. The table has no
 * cycles, so it bounds how deep a body can go. Immutable.
 */
record Message(Map<Integer, Field> fields) {

  /** How the value of a field is written, and what becomes of it in JSON. */
  sealed interface Type {
    /** Text; left out when empty, as Go writes what is not set. */
    record Text() implements Type {}

    /** A number that is written only when it is set. */
    record Whole() implements Type {}

    /** A truth value that is written only when it is set. */
    record Flag() implements Type {}

    /** Texts, each a field of its own. */
    record Texts() implements Type {}

    /** Texts by name, each an entry message with key 1 and value 2. */
    record TextMap() implements Type {}

    /** A message within. */
    record One(Message message) implements Type {}

    /** Messages, each a field of its own. */
    record Many(Message message) implements Type {}
  }

  record Field(String name, Type type) {}

  Message {
    fields = Map.copyOf(fields);
  }

  private static final Type TEXT = new Type.Text();
  private static final Type NUMBER = new Type.Whole();
  private static final Type FLAG = new Type.Flag();
  private static final Type TEXTS = new Type.Texts();
  private static final Type TEXT_MAP = new Type.TextMap();

  private static final Message OWNER =
      new Message(
          Map.of(
              1, new Field("kind", TEXT),
              3, new Field("name", TEXT),
              4, new Field("uid", TEXT),
              5, new Field("apiVersion", TEXT),
              6, new Field("controller", FLAG),
              7, new Field("blockOwnerDeletion", FLAG)));

  /** What clients set; times and the generation are the server's. */
  private static final Message METADATA =
      new Message(
          Map.of(
              1, new Field("name", TEXT),
              2, new Field("generateName", TEXT),
              3, new Field("namespace", TEXT),
              5, new Field("uid", TEXT),
              6, new Field("resourceVersion", TEXT),
              11, new Field("labels", TEXT_MAP),
              12, new Field("annotations", TEXT_MAP),
              13, new Field("ownerReferences", new Type.Many(OWNER)),
              14, new Field("finalizers", TEXTS)));

  private static final Message RESOURCE_ATTRIBUTES =
      new Message(
          Map.of(
              1, new Field("namespace", TEXT),
              2, new Field("verb", TEXT),
              3, new Field("group", TEXT),
              4, new Field("version", TEXT),
              5, new Field("resource", TEXT),
              6, new Field("subresource", TEXT),
              7, new Field("name", TEXT)));

  private static final Message PATH_ATTRIBUTES =
      new Message(Map.of(1, new Field("path", TEXT), 2, new Field("verb", TEXT)));

  private static final Message ACCESS_SPEC =
      new Message(
          Map.of(
              1, new Field("resourceAttributes", new Type.One(RESOURCE_ATTRIBUTES)),
              2, new Field("nonResourceAttributes", new Type.One(PATH_ATTRIBUTES))));

  private static final Message RULES_SPEC = new Message(Map.of(1, new Field("namespace", TEXT)));

  private static final Message PRECONDITIONS =
      new Message(Map.of(1, new Field("uid", TEXT), 2, new Field("resourceVersion", TEXT)));

  private static final Message DELETE_OPTIONS =
      new Message(
          Map.of(
              1, new Field("gracePeriodSeconds", NUMBER),
              2, new Field("preconditions", new Type.One(PRECONDITIONS)),
              3, new Field("orphanDependents", FLAG),
              4, new Field("propagationPolicy", TEXT),
              5, new Field("dryRun", TEXTS)));

  private static final Field META = new Field("metadata", new Type.One(METADATA));

  private static final Message RULE =
      new Message(
          Map.of(
              1, new Field("verbs", TEXTS),
              2, new Field("apiGroups", TEXTS),
              3, new Field("resources", TEXTS),
              4, new Field("resourceNames", TEXTS),
              5, new Field("nonResourceURLs", TEXTS)));

  private static final Message SUBJECT =
      new Message(
          Map.of(
              1, new Field("kind", TEXT),
              2, new Field("apiGroup", TEXT),
              3, new Field("name", TEXT),
              4, new Field("namespace", TEXT)));

  private static final Message ROLE_REF =
      new Message(
          Map.of(
              1, new Field("apiGroup", TEXT),
              2, new Field("kind", TEXT),
              3, new Field("name", TEXT)));

  private static final Message ROLE =
      new Message(Map.of(1, META, 2, new Field("rules", new Type.Many(RULE))));

  private static final Message BINDING =
      new Message(
          Map.of(
              1, META,
              2, new Field("subjects", new Type.Many(SUBJECT)),
              3, new Field("roleRef", new Type.One(ROLE_REF))));

  /** By kind; the kinds of all groups that are read have different names. */
  private static final Map<String, Message> KINDS =
      Map.of(
          "SelfSubjectAccessReview",
          new Message(Map.of(1, META, 2, new Field("spec", new Type.One(ACCESS_SPEC)))),
          "SelfSubjectRulesReview",
          new Message(Map.of(1, META, 2, new Field("spec", new Type.One(RULES_SPEC)))),
          "SelfSubjectReview",
          new Message(Map.of(1, META)),
          "Namespace",
          new Message(Map.of(1, META)),
          "DeleteOptions",
          DELETE_OPTIONS,
          "Role",
          ROLE,
          "ClusterRole",
          ROLE,
          "RoleBinding",
          BINDING,
          "ClusterRoleBinding",
          BINDING);

  /** The message of an object's kind, if such objects are read. */
  static Optional<Message> of(String kind) {
    return Optional.ofNullable(KINDS.get(kind));
  }
}
