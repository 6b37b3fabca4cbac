package dev.meso.api.codec;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what users write, strictly: every field must be known, of the right type, and there if it
 * is required. All errors of a text are found at once. Defaults and rules between fields come
 * later, see the package {@code validation}.
 *
 * <p>{@code status} is accepted and left out, as users copy objects whole; only components write
 * it.
 */
public final class Manifests {

  /** Characters of one text, all its documents together. */
  public static final int TEXT_LENGTH_MAX = 16 * 1024 * 1024;

  /** Objects in one text. */
  public static final int OBJECTS_MAX = 10_000;

  private static final String STATUS = "status";

  private Manifests() {}

  /**
   * Reads the objects of a text: YAML with any number of documents, or JSON values one after the
   * other. A {@code List} gives its items; empty documents give nothing.
   *
   * @param source named in errors: the file
   * @throws InvalidInput with every error that was found
   */
  public static List<ApiObject> read(String text, String source) {
    Problems problems = new Problems(source);
    List<ApiObject> objects = new ArrayList<>();
    if (text.length() > TEXT_LENGTH_MAX) {
      problems.add("", "expected at most " + TEXT_LENGTH_MAX / 1024 / 1024 + " MiB of text", 0);
      problems.throwIfAny();
    }
    List<Tree> documents = documents(text, source, problems);
    int number = 0;
    for (Tree document : documents) {
      problems.inDocument(documents.size() == 1 ? 0 : ++number);
      objects.addAll(expand(document, problems));
    }
    if (objects.size() > OBJECTS_MAX) {
      problems.inDocument(0);
      problems.add("", "expected at most " + OBJECTS_MAX + " objects, found " + objects.size(), 0);
    }
    problems.throwIfAny();
    return List.copyOf(objects);
  }

  /**
   * Reads one object that must be of {@code kind}. Its {@code apiVersion} and {@code kind} may be
   * left out.
   *
   * @throws InvalidInput with every error that was found
   */
  public static ApiObject readObject(Kind kind, String json) {
    Problems problems = new Problems("body");
    ApiObject object = null;
    if (json.length() > Limits.OBJECT_BYTES_MAX) {
      problems.add("", tooLarge(json.length()), 0);
      problems.throwIfAny();
    }
    try {
      JsonTreeReader reader = new JsonTreeReader(json);
      Tree tree = reader.next();
      if (tree == null) {
        problems.add("", "expected one JSON object, found nothing", 0);
      } else if (reader.next() != null) {
        problems.add("", "expected one JSON object, found more", 0);
      } else {
        object = object(kind, named(kind, tree, problems), "", problems);
      }
    } catch (SyntaxProblem e) {
      problems.add("", String.valueOf(e.getMessage()), e.line());
    }
    problems.throwIfAny();
    if (object == null) {
      throw new IllegalStateException("an object without errors was not read");
    }
    return object;
  }

  /** The same object with the apiVersion and kind that it may leave out; others are errors. */
  private static Tree named(Kind kind, Tree tree, Problems problems) {
    if (!(tree instanceof Tree.Obj object)) {
      return tree;
    }
    Map<String, Tree> fields = new LinkedHashMap<>(object.fields());
    Kinds.expect("apiVersion", kind.apiVersion(), object, fields, problems);
    Kinds.expect("kind", kind.kindName(), object, fields, problems);
    return new Tree.Obj(
        object.line(), object.weight(), fields, object.keyLines(), object.repeated());
  }

  private static List<Tree> documents(String text, String source, Problems problems) {
    TreeReader reader =
        looksLikeJson(text) ? new JsonTreeReader(text) : new YamlTreeReader(text, source);
    List<Tree> documents = new ArrayList<>();
    try {
      for (Tree tree = reader.next(); tree != null; tree = reader.next()) {
        documents.add(tree);
      }
    } catch (SyntaxProblem e) {
      problems.inDocument(documents.isEmpty() ? 0 : documents.size() + 1);
      problems.add("", String.valueOf(e.getMessage()), e.line());
    }
    return documents;
  }

  /** JSON starts with a brace and a quote; a YAML flow map rarely quotes its first key. */
  private static boolean looksLikeJson(String text) {
    String start = text.stripLeading();
    if (start.startsWith("{")) {
      String next = start.substring(1).stripLeading();
      return next.startsWith("\"") || next.startsWith("}");
    }
    return false;
  }

  private static List<ApiObject> expand(Tree document, Problems problems) {
    if (document instanceof Tree.Nil) {
      return List.of();
    }
    if (document instanceof Tree.Obj list && isList(list)) {
      List<ApiObject> objects = new ArrayList<>();
      if (!(list.fields().get("items") instanceof Tree.Arr items)) {
        problems.add("items", "required: expected a list of objects", list.line());
        return objects;
      }
      int index = 0;
      for (Tree item : items.items()) {
        add(objects, anyKind(item, "items[" + index++ + "]", problems));
      }
      return objects;
    }
    List<ApiObject> objects = new ArrayList<>();
    add(objects, anyKind(document, "", problems));
    return objects;
  }

  private static void add(List<ApiObject> objects, @Nullable ApiObject object) {
    if (object != null) {
      objects.add(object);
    }
  }

  private static boolean isList(Tree.Obj object) {
    return object.fields().get("kind") instanceof Tree.Text(_, String kind)
        && (kind.equals("List")
            || (kind.endsWith("List")
                && object.fields().containsKey("items")
                && Arrays.stream(Kind.values()).anyMatch(k -> kind.equals(k.kindName() + "List"))));
  }

  private static @Nullable ApiObject anyKind(Tree tree, String path, Problems problems) {
    if (!(tree instanceof Tree.Obj object)) {
      problems.add(path, "expected an object with apiVersion, kind and metadata", tree);
      return null;
    }
    Kind kind = Kinds.of(object, path, problems);
    return kind == null ? null : object(kind, tree, path, problems);
  }

  private static @Nullable ApiObject object(Kind kind, Tree tree, String path, Problems problems) {
    int before = problems.count();
    Tree checked = tree;
    if (tree instanceof Tree.Obj object) {
      if (object.weight() > Limits.OBJECT_BYTES_MAX) {
        problems.add(path, tooLarge(object.weight()), object.line());
        return null;
      }
      Map<String, Tree> fields = new LinkedHashMap<>(object.fields());
      fields.remove(STATUS);
      checked =
          new Tree.Obj(
              object.line(), object.weight(), fields, object.keyLines(), object.repeated());
    }
    ObjectNode json = new Walker(problems).record(kind.type(), checked, path);
    if (json == null || problems.count() > before) {
      return null;
    }
    return Json.fromTree(kind.type(), json);
  }

  private static String tooLarge(long length) {
    return "expected an object of at most "
        + Limits.OBJECT_BYTES_MAX / 1024
        + " KiB, found "
        + length / 1024
        + " KiB";
  }
}
