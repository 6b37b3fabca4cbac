package dev.meso.api.schema;

import dev.meso.api.codec.Shape;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.ClusterRoleBinding;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.PolicyRule;
import dev.meso.api.kind.Role;
import dev.meso.api.kind.RoleBinding;
import dev.meso.api.kind.RoleRef;
import dev.meso.api.kind.Subject;
import dev.meso.api.meta.Condition;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import dev.meso.api.resource.Quantity;
import dev.meso.api.task.TaskPhase;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of the kinds, made from their records, in two forms: definitions that refer to each
 * other, as OpenAPI wants them, and one schema without references, as a CustomResourceDefinition
 * wants it. A schema is a map of JSON values; callers may change what they are given. Immutable and
 * thread-safe.
 */
public final class Schemas {
  private static final String REFERENCE = "#/components/schemas/";
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
  private static final String LIST_META = META + "ListMeta";

  private static final String API_VERSION =
      "Group and version of the schema that the object is written in.";
  private static final String KIND = "Kind of the object, in CamelCase.";

  /** Records that another API defines under these very names. */
  private static final Set<Class<?>> RIGHTS =
      Set.of(
          Role.class,
          ClusterRole.class,
          RoleBinding.class,
          ClusterRoleBinding.class,
          PolicyRule.class,
          Subject.class,
          RoleRef.class);

  private final Descriptions descriptions;
  private final FieldRules rules = new FieldRules();

  public Schemas(Descriptions descriptions) {
    this.descriptions = descriptions;
  }

  /** Where a definition is found in a document. */
  public static Map<String, Object> reference(String definition) {
    return Keywords.of("$ref", REFERENCE + definition);
  }

  /** The name of the definition of a kind's objects. */
  public static String definition(Kind kind) {
    return name(kind.type());
  }

  /** The name of the definition of a list of a kind's objects. */
  public static String listDefinition(Kind kind) {
    return name(kind.type()) + "List";
  }

  /** Every definition that the objects of a kind and their lists need, by name. */
  public SortedMap<String, Map<String, Object>> definitions(Kind kind) {
    SortedMap<String, Map<String, Object>> all = new TreeMap<>();
    for (Class<?> type : records(kind)) {
      all.put(name(type), object(type, type == kind.type() ? kind : null, false));
    }
    all.put(QUANTITY, quantity());
    all.put(LIST_META, listMeta());
    all.put(listDefinition(kind), list(kind));
    return all;
  }

  /** The whole schema of a kind in one piece; of the metadata it says only that there are some. */
  public Map<String, Object> structural(Kind kind) {
    return object(kind.type(), kind, true);
  }

  /** The records that objects of a kind are made of, its own first. */
  static Set<Class<?>> records(Kind kind) {
    Set<Class<?>> found = new LinkedHashSet<>();
    collect(kind.type(), found);
    return found;
  }

  private static void collect(Class<?> type, Set<Class<?>> found) {
    if (type.isRecord() && found.add(type)) {
      Shape.of(type).fields().values().forEach(field -> collect(field.innermost(), found));
    }
  }

  private static String name(Class<?> type) {
    if (type == ObjectMeta.class || type == OwnerReference.class || type == Condition.class) {
      return META + type.getSimpleName();
    }
    if (RIGHTS.contains(type)) {
      return "io.k8s.api.rbac.v1." + type.getSimpleName();
    }
    return type.getSimpleName().startsWith("Namespace")
        ? "io.k8s.api.core.v1." + type.getSimpleName()
        : "dev.meso.v1." + type.getSimpleName();
  }

  private Map<String, Object> object(Class<?> type, @Nullable Kind kind, boolean inline) {
    boolean whole = ApiObject.class.isAssignableFrom(type);
    Map<String, Object> schema = new LinkedHashMap<>();
    descriptions.of(type).ifPresent(text -> schema.put("description", text));
    schema.put("type", "object");
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Shape.Field field : Shape.of(type).fields().values()) {
      if (inline && isTemplateMetadata(type, field)) {
        properties.put(field.name(), templateMetadata());
        continue;
      }
      properties.put(field.name(), property(type, field, kind, inline));
      if ((field.required() && !whole) || mustHave(type, field)) {
        required.add(field.name());
      }
    }
    if (whole && kind != null) {
      required.addAll(FieldRules.required(kind));
    }
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (!properties.isEmpty()) {
      schema.put("properties", properties);
    }
    if (whole && kind != null && !inline) {
      schema.put("x-kubernetes-group-version-kind", List.of(groupVersionKind(kind, "")));
    }
    return schema;
  }

  /** A list that must have an element must be there. */
  private boolean mustHave(Class<?> type, Shape.Field field) {
    return rules.of(null, type, field.name()).containsKey("minItems");
  }

  private Map<String, Object> property(
      Class<?> owner, Shape.Field field, @Nullable Kind kind, boolean inline) {
    boolean root = ApiObject.class.isAssignableFrom(owner);
    if (root && field.name().equals("apiVersion")) {
      return Keywords.of("description", API_VERSION, "type", "string");
    }
    if (root && field.name().equals("kind")) {
      return Keywords.of("description", KIND, "type", "string");
    }
    if (root && inline && field.type() == ObjectMeta.class) {
      return Keywords.of("type", "object");
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    descriptions
        .of(owner, field.name())
        .or(() -> descriptions.of(field.innermost()))
        .ifPresent(text -> schema.put("description", text));
    Map<String, Object> typed = type(field.type(), kind, inline);
    if (typed.containsKey("$ref")) {
      schema.put("allOf", List.of(typed));
    } else {
      // The field's own description says more than that of its type.
      typed.forEach(schema::putIfAbsent);
    }
    schema.putAll(rules.of(inline ? kind : null, owner, field.name()));
    return schema;
  }

  private Map<String, Object> type(Type type, @Nullable Kind kind, boolean inline) {
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      Map<String, Object> inner = type(arguments[arguments.length - 1], kind, inline);
      return arguments.length == 1
          ? Keywords.of("type", "array", "items", inner, "x-kubernetes-list-type", "atomic")
          : Keywords.of("type", "object", "additionalProperties", inner);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return inline ? object(plain, kind, true) : reference(name(plain));
    }
    if (plain == Quantity.class) {
      return inline ? structuralQuantity() : reference(QUANTITY);
    }
    return scalar(plain);
  }

  private static Map<String, Object> scalar(Class<?> type) {
    if (type == String.class || type == Duration.class) {
      return Keywords.of("type", "string");
    }
    if (type == Integer.class || type == int.class) {
      return Keywords.of("type", "integer", "format", "int32");
    }
    if (type == Long.class || type == long.class) {
      return Keywords.of("type", "integer", "format", "int64");
    }
    if (type == Boolean.class || type == boolean.class) {
      return Keywords.of("type", "boolean");
    }
    if (type == Instant.class) {
      return Keywords.of("type", "string", "format", "date-time");
    }
    if (type == TaskPhase.class) {
      return Keywords.and(
          Keywords.of("type", "string"),
          Keywords.oneOf(Stream.of(TaskPhase.values()).map(TaskPhase::label).toList()));
    }
    throw new IllegalStateException("expected a type that a schema can say, found " + type);
  }

  private static Map<String, Object> structuralQuantity() {
    return Keywords.of(
        "anyOf",
        List.of(Keywords.of("type", "integer"), Keywords.of("type", "string")),
        "x-kubernetes-int-or-string",
        true);
  }

  private Map<String, Object> quantity() {
    return Keywords.and(
        Keywords.of("description", descriptions.of(Quantity.class).orElse("An amount.")),
        Keywords.of(
            "oneOf", List.of(Keywords.of("type", "string"), Keywords.of("type", "number"))));
  }

  private static boolean isTemplateMetadata(Class<?> owner, Shape.Field field) {
    return field.type() == ObjectMeta.class && !ApiObject.class.isAssignableFrom(owner);
  }

  /** What a template may say of the metadata of its tasks. */
  private Map<String, Object> templateMetadata() {
    Map<String, Object> properties = new LinkedHashMap<>();
    Map<String, Shape.Field> fields = Shape.of(ObjectMeta.class).fields();
    for (String name : List.of("labels", "annotations")) {
      Shape.Field field = java.util.Objects.requireNonNull(fields.get(name), name);
      properties.put(name, property(ObjectMeta.class, field, null, true));
    }
    return Keywords.of(
        "description",
        "Labels and annotations of the tasks.",
        "type",
        "object",
        "properties",
        properties);
  }

  private static Map<String, Object> listMeta() {
    return Keywords.of(
        "description",
        "Metadata of a list.",
        "type",
        "object",
        "properties",
        Keywords.of(
            "continue",
            Keywords.of(
                "description",
                "Present if there is more: give it back to read the next page.",
                "type",
                "string"),
            "remainingItemCount",
            Keywords.of(
                "description",
                "How many objects are behind this page, if that is known.",
                "type",
                "integer",
                "format",
                "int64"),
            "resourceVersion",
            Keywords.of(
                "description",
                "State of the cluster that the list shows; a watch can begin from here.",
                "type",
                "string")));
  }

  private static Map<String, Object> list(Kind kind) {
    return Keywords.of(
        "description",
        "A list of objects of kind " + kind.kindName() + ".",
        "type",
        "object",
        "required",
        List.of("items"),
        "properties",
        Keywords.of(
            "apiVersion",
            Keywords.of("description", API_VERSION, "type", "string"),
            "items",
            Keywords.of(
                "description",
                "The objects.",
                "type",
                "array",
                "items",
                reference(definition(kind))),
            "kind",
            Keywords.of("description", KIND, "type", "string"),
            "metadata",
            Keywords.of(
                "description", "Metadata of the list.", "allOf", List.of(reference(LIST_META)))),
        "x-kubernetes-group-version-kind",
        List.of(groupVersionKind(kind, "List")));
  }

  private static Map<String, Object> groupVersionKind(Kind kind, String suffix) {
    return Keywords.of(
        "group", kind.group(), "version", kind.version(), "kind", kind.kindName() + suffix);
  }
}
