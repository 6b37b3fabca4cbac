package dev.meso.api.codec;

import dev.meso.api.kind.Kind;
import dev.meso.api.text.Near;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the kind that a document says it is. */
final class Kinds {
  private static final String API_VERSION = "apiVersion";
  private static final String KIND = "kind";

  private Kinds() {}

  /** The kind; null, and errors, if there is none. */
  static @Nullable Kind of(Tree.Obj object, String path, Problems problems) {
    List<String> names = Arrays.stream(Kind.values()).map(Kind::kindName).toList();
    List<String> versions = Arrays.stream(Kind.values()).map(Kind::apiVersion).distinct().toList();
    String kindName = text(object, KIND, names, path, problems);
    String apiVersion = text(object, API_VERSION, versions, path, problems);
    if (kindName == null || apiVersion == null) {
      return null;
    }
    for (Kind kind : Kind.values()) {
      if (kind.kindName().equals(kindName)) {
        if (kind.apiVersion().equals(apiVersion)) {
          return kind;
        }
        problems.add(
            Walker.child(path, API_VERSION),
            "expected "
                + kind.apiVersion()
                + " for "
                + kindName
                + ", found '"
                + Tree.clip(apiVersion)
                + "'",
            object.keyLines().get(API_VERSION));
        return null;
      }
    }
    problems.add(
        Walker.child(path, KIND),
        "expected one of "
            + String.join(", ", names)
            + ", found '"
            + Tree.clip(kindName)
            + "'"
            + Near.hint(kindName, names),
        object.keyLines().get(KIND));
    return null;
  }

  /** Puts the one value that a field may have where it is absent; another one is an error. */
  static void expect(
      String field, String value, Tree.Obj object, Map<String, Tree> fields, Problems problems) {
    Tree found = object.fields().get(field);
    if (found == null) {
      fields.put(field, new Tree.Text(object.line(), value));
    } else if (!(found instanceof Tree.Text(_, String text) && text.equals(value))) {
      problems.add(field, "expected " + value, found);
    }
  }

  private static @Nullable String text(
      Tree.Obj object, String field, List<String> known, String path, Problems problems) {
    Tree tree = object.fields().get(field);
    if (tree instanceof Tree.Text(_, String text)) {
      return text;
    }
    String hint =
        tree == null
            ? Near.to(field, object.fields().keySet())
                .map(near -> "; the field '" + near + "' is near")
                .orElse("")
            : "";
    problems.add(
        Walker.child(path, field),
        "required: expected one of "
            + String.join(", ", known)
            + ", found "
            + (tree == null ? "nothing" : tree.described())
            + hint,
        tree == null ? object.line() : tree.line());
    return null;
  }
}
