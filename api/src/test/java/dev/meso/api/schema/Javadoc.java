package dev.meso.api.schema;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ValueTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.meso.api.kind.Kind;
import dev.meso.api.resource.Quantity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads the documentation of the kinds' records from their sources. */
final class Javadoc {
  private final TreeMap<String, String> texts = new TreeMap<>();
  private final DocTrees trees;

  private Javadoc(DocTrees trees) {
    this.trees = trees;
  }

  /** What the sources below a directory say of every record of every kind. */
  static Descriptions read(Path sources) throws IOException {
    Set<Class<?>> types = new LinkedHashSet<>();
    for (Kind kind : Kind.values()) {
      types.addAll(Schemas.records(kind));
    }
    types.add(Quantity.class);
    List<Path> files =
        types.stream().map(t -> sources.resolve(t.getName().replace('.', '/') + ".java")).toList();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      Javadoc javadoc = new Javadoc(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        javadoc.unit(unit);
      }
      return new Descriptions(javadoc.texts);
    }
  }

  private void unit(CompilationUnitTree unit) {
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree type, Void ignored) {
        comment(type.getSimpleName().toString(), getCurrentPath());
        return null; // Nested types are no records of a kind.
      }
    }.scan(unit, null);
  }

  private void comment(String type, TreePath path) {
    DocCommentTree comment = trees.getDocCommentTree(path);
    if (comment == null) {
      return;
    }
    texts.put(type, sentence(comment.getFirstSentence()));
    for (DocTree tag : comment.getBlockTags()) {
      if (tag instanceof ParamTree param && !param.isTypeParameter()) {
        texts.put(type + "." + param.getName(), sentence(param.getDescription()));
      }
    }
  }

  /** Plain text that begins with a capital and ends with a full stop. */
  private static String sentence(List<? extends DocTree> trees) {
    String text =
        trees.stream().map(Javadoc::plain).collect(Collectors.joining()).replaceAll("\\s+", " ");
    text = text.strip();
    boolean code = trees.getFirst().getKind() == DocTree.Kind.CODE;
    String first =
        code ? text.substring(0, 1) : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT);
    return first + text.substring(1) + (text.endsWith(".") ? "" : ".");
  }

  private static String plain(DocTree tree) {
    return switch (tree) {
      case TextTree text -> text.getBody();
      case LiteralTree literal -> literal.getBody().getBody();
      case ValueTree value -> constant(String.valueOf(value.getReference()));
      case LinkTree link ->
          link.getLabel().isEmpty()
              ? link.getReference().getSignature()
              : link.getLabel().stream().map(Javadoc::plain).collect(Collectors.joining());
      default ->
          throw new IllegalArgumentException("expected text, code or a value, found " + tree);
    };
  }

  /** The value of {@code Limits#X}. */
  private static String constant(String reference) {
    String[] parts = reference.split("#", -1);
    try {
      return String.valueOf(
          Class.forName("dev.meso.api.kind." + parts[0]).getField(parts[1]).get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("expected a constant, found " + reference, e);
    }
  }
}
