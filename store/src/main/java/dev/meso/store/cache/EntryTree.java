package dev.meso.store.cache;

import dev.meso.store.port.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Entries by key, immutable: a change gives a new tree that shares all but a path with the old one.
 * So whoever holds one holds a consistent state, without locks. An AVL tree; a change costs O(log
 * n).
 */
final class EntryTree {
  private static final EntryTree EMPTY = new EntryTree(null);

  private final @Nullable Node root;

  private EntryTree(@Nullable Node root) {
    this.root = root;
  }

  static EntryTree empty() {
    return EMPTY;
  }

  /** A tree of entries with different keys, in any order; fastest when they are sorted. */
  static EntryTree of(List<Entry> entries) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(Entry::key));
    return new EntryTree(balanced(sorted, 0, sorted.size()));
  }

  Optional<Entry> get(String key) {
    Node node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return Optional.of(node.entry);
      }
      node = order < 0 ? node.left : node.right;
    }
    return Optional.empty();
  }

  /** The entries whose keys start with {@code prefix}, in key order. */
  List<Entry> withPrefix(String prefix) {
    List<Entry> found = new ArrayList<>();
    collect(root, prefix, found);
    return found;
  }

  EntryTree with(Entry entry) {
    return new EntryTree(put(root, entry));
  }

  EntryTree without(String key) {
    return new EntryTree(remove(root, key));
  }

  private static @Nullable Node balanced(List<Entry> sorted, int from, int to) {
    if (from >= to) {
      return null;
    }
    int middle = (from + to) >>> 1;
    return new Node(
        sorted.get(middle), balanced(sorted, from, middle), balanced(sorted, middle + 1, to));
  }

  private static void collect(@Nullable Node node, String prefix, List<Entry> found) {
    if (node == null) {
      return;
    }
    String key = node.key;
    boolean inside = key.startsWith(prefix);
    boolean before = !inside && key.compareTo(prefix) < 0;
    if (!before) {
      collect(node.left, prefix, found);
    }
    if (inside) {
      found.add(node.entry);
    }
    if (inside || before) {
      collect(node.right, prefix, found);
    }
  }

  private static Node put(@Nullable Node node, Entry entry) {
    if (node == null) {
      return new Node(entry, null, null);
    }
    int order = entry.key().compareTo(node.key);
    if (order == 0) {
      return new Node(entry, node.left, node.right);
    }
    return order < 0
        ? join(node.entry, put(node.left, entry), node.right)
        : join(node.entry, node.left, put(node.right, entry));
  }

  private static @Nullable Node remove(@Nullable Node node, String key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.key);
    if (order < 0) {
      return join(node.entry, remove(node.left, key), node.right);
    }
    if (order > 0) {
      return join(node.entry, node.left, remove(node.right, key));
    }
    if (node.left == null) {
      return node.right;
    }
    if (node.right == null) {
      return node.left;
    }
    Entry successor = first(node.right);
    return join(successor, node.left, remove(node.right, successor.key()));
  }

  private static Entry first(Node node) {
    Node at = node;
    while (at.left != null) {
      at = at.left;
    }
    return at.entry;
  }

  /** A balanced node of parts whose heights differ by two at most. */
  private static Node join(Entry entry, @Nullable Node left, @Nullable Node right) {
    int lean = height(left) - height(right);
    if (lean > 1 && left != null) {
      Node inner = left.right;
      return height(left.left) >= height(inner) || inner == null
          ? new Node(left.entry, left.left, new Node(entry, inner, right))
          : new Node(
              inner.entry,
              new Node(left.entry, left.left, inner.left),
              new Node(entry, inner.right, right));
    }
    if (lean < -1 && right != null) {
      Node inner = right.left;
      return height(right.right) >= height(inner) || inner == null
          ? new Node(right.entry, new Node(entry, left, inner), right.right)
          : new Node(
              inner.entry,
              new Node(entry, left, inner.left),
              new Node(right.entry, inner.right, right.right));
    }
    return new Node(entry, left, right);
  }

  static int heightOf(EntryTree tree) {
    return height(tree.root);
  }

  private static int height(@Nullable Node node) {
    return node == null ? 0 : node.height;
  }

  private static final class Node {
    /** The entry's key, one step nearer: a search touches no entry but the one that it finds. */
    final String key;

    final Entry entry;
    final @Nullable Node left;
    final @Nullable Node right;
    final int height;

    Node(Entry entry, @Nullable Node left, @Nullable Node right) {
      this.key = entry.key();
      this.entry = entry;
      this.left = left;
      this.right = right;
      this.height = 1 + Math.max(EntryTree.height(left), EntryTree.height(right));
    }
  }
}
