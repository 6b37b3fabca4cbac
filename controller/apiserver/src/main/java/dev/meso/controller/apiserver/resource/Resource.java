package dev.meso.controller.apiserver.resource;

import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.object.StoredObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a URL names: a kind as it is, or a kind shown in the shape of another API, as tasks are
 * shown as Pods. Immutable; there is one for each name.
 */
public final class Resource {

  /** Values of a field by which objects can be chosen. */
  public interface Field extends Function<StoredObject, List<String>> {}

  private static final Map<Kind, Resource> KINDS = new EnumMap<>(Kind.class);

  static {
    for (Kind kind : Kind.values()) {
      KINDS.put(
          kind,
          new Resource(
              kind,
              kind.group(),
              kind.version(),
              kind.kindName(),
              kind.plural(),
              Columns.of(kind),
              Fields.of(kind),
              null));
    }
  }

  private final Kind source;
  private final String group;
  private final String version;
  private final String kindName;
  private final String plural;
  private final List<Column> columns;
  private final Map<String, Field> fields;
  private final @Nullable Function<StoredObject, String> shape;

  Resource(
      Kind source,
      String group,
      String version,
      String kindName,
      String plural,
      List<Column> columns,
      Map<String, Field> fields,
      @Nullable Function<StoredObject, String> shape) {
    this.source = source;
    this.group = group;
    this.version = version;
    this.kindName = kindName;
    this.plural = plural;
    this.columns = List.copyOf(columns);
    this.fields = Map.copyOf(fields);
    this.shape = shape;
  }

  /** A kind as it is. */
  public static Resource of(Kind kind) {
    return Objects.requireNonNull(KINDS.get(kind));
  }

  /** What a group, a version and a plural name together. */
  public static Optional<Resource> find(String group, String version, String plural) {
    if (group.isEmpty() && version.equals("v1")) {
      switch (plural) {
        case "pods" -> {
          return Optional.of(Pods.RESOURCE);
        }
        case "nodes" -> {
          return Optional.of(Nodes.RESOURCE);
        }
        default -> {}
      }
    }
    return Kind.ofPlural(plural)
        .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
        .map(Resource::of);
  }

  /** The kind whose objects these are. */
  public Kind source() {
    return source;
  }

  /** Whether it shows its kind in another shape; such objects are not written through it. */
  public boolean projected() {
    return shape != null;
  }

  public String group() {
    return group;
  }

  public String version() {
    return version;
  }

  /** As {@code apiVersion} stands in an object. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As {@code kind} stands in an object. */
  public String kindName() {
    return kindName;
  }

  public String plural() {
    return plural;
  }

  /** As messages name it: {@code apps.meso.dev}, {@code pods}. */
  public String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public boolean namespaced() {
    return source.namespaced();
  }

  /** The columns of its table. */
  public List<Column> columns() {
    return columns;
  }

  /** The fields that a field selector may name. */
  public Map<String, Field> fields() {
    return fields;
  }

  /** An object as clients of this resource read it. */
  public String json(StoredObject object) {
    return shape == null ? object.json() : shape.apply(object);
  }
}
