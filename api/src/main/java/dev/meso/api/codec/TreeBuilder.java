package dev.meso.api.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a document together from what a parser reports, and refuses it when it nests too deep or is
 * too large, aliases counted as often as they are used. Used for one document, by one thread.
 */
final class TreeBuilder {

  /** Nested maps and lists. Our deepest record has half of that. */
  static final int DEPTH_MAX = 32;

  /** Characters and nodes of a document after its aliases are replaced. */
  static final int WEIGHT_MAX = Manifests.TEXT_LENGTH_MAX;

  /** A finished part with what it weighs, so that an alias to it can be counted at once. */
  record Part(Tree tree, long weight, int depth) {}

  private static final class Frame {
    final int line;
    final boolean map;
    final List<Tree> items = new ArrayList<>();
    final Map<String, Tree> fields = new LinkedHashMap<>();
    final Map<String, Integer> keyLines = new LinkedHashMap<>();
    final List<Tree.Repeated> repeated = new ArrayList<>();
    @Nullable String key;
    int keyLine;
    long weight = 1;
    int depth = 1;

    Frame(int line, boolean map) {
      this.line = line;
      this.map = map;
    }
  }

  private final Deque<Frame> open = new ArrayDeque<>();
  private @Nullable Part root;

  /** The document, once it is complete. */
  @Nullable Tree root() {
    return root == null ? null : root.tree();
  }

  /** Whether the next scalar of the innermost map is a key. */
  boolean wantsKey() {
    Frame frame = open.peek();
    return frame != null && frame.map && frame.key == null;
  }

  void startMap(int line) {
    start(new Frame(line, true));
  }

  void startList(int line) {
    start(new Frame(line, false));
  }

  private void start(Frame frame) {
    if (open.size() == DEPTH_MAX) {
      throw new SyntaxProblem(
          "expected maps and lists at most " + DEPTH_MAX + " deep, found more", frame.line);
    }
    open.push(frame);
  }

  void key(String key, int line) {
    Frame frame = open.element();
    frame.key = key;
    frame.keyLine = line;
    weigh(frame, key.length() + 1L, line);
  }

  void scalar(Tree tree, int length) {
    add(new Part(tree, length + 1L, 0), tree.line());
  }

  /** Ends the innermost map or list. */
  Part end() {
    Frame frame = open.pop();
    Tree tree =
        frame.map
            ? new Tree.Obj(frame.line, frame.weight, frame.fields, frame.keyLines, frame.repeated)
            : new Tree.Arr(frame.line, frame.items);
    Part part = new Part(tree, frame.weight, frame.depth);
    add(part, frame.line);
    return part;
  }

  /** Adds a finished part at {@code line}, where it or an alias to it stands. */
  void add(Part part, int line) {
    Frame frame = open.peek();
    if (frame == null) {
      root = part;
      return;
    }
    weigh(frame, part.weight(), line);
    frame.depth = Math.max(frame.depth, part.depth() + 1);
    if (open.size() + part.depth() > DEPTH_MAX) {
      throw new SyntaxProblem(
          "expected maps and lists at most " + DEPTH_MAX + " deep, found more", line);
    }
    if (!frame.map) {
      frame.items.add(part.tree());
      return;
    }
    String key = frame.key;
    frame.key = null;
    if (key == null) {
      throw new SyntaxProblem("expected text as a key, found another value", line);
    }
    Integer firstLine = frame.keyLines.get(key);
    if (firstLine != null) {
      frame.repeated.add(new Tree.Repeated(key, frame.keyLine, firstLine));
      return;
    }
    frame.keyLines.put(key, frame.keyLine);
    frame.fields.put(key, part.tree());
  }

  private static void weigh(Frame frame, long weight, int line) {
    frame.weight += weight;
    if (frame.weight > WEIGHT_MAX) {
      throw new SyntaxProblem(
          "expected a document of at most "
              + WEIGHT_MAX / 1024 / 1024
              + " MiB after its aliases are replaced, found more",
          line);
    }
  }
}
