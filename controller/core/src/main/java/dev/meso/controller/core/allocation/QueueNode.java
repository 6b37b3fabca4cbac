package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.Dimensions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A queue, or the tasks of a queue itself, in the tree. Everything that is derived here follows
 * from the integers in {@link #used}, from who wants, and from the terms; sums are kept in
 * integers, so that the way to a state leaves no trace in it.
 */
final class QueueNode {
  /** Units of a fraction of the whole. */
  private static final double SHARE_UNITS = 1L << 40;

  /** Units of a vector that is scaled to a weighted share of 1. */
  private static final double UNIT_UNITS = 1L << 24;

  private static final Comparator<QueueNode> BY_DUE = QueueNode::byDue;
  private static final Comparator<QueueNode> BY_SHARE = QueueNode::byShare;

  final int id;
  private final boolean leaf;
  final String name;
  final @Nullable QueueNode parent;

  /** How many are above it. */
  final int depth;

  final TreeMap<String, QueueNode> children = new TreeMap<>();
  QueueTerms terms = QueueTerms.NONE;
  boolean described;
  long[] used = new long[Dimensions.KNOWN];
  long tasks;

  /** What agents keep for it, and it does not use. */
  long[] reserved = new long[Dimensions.KNOWN];

  /** What it would like, if it is a leaf. */
  QueueTree.Wish wish = QueueTree.Wish.NOTHING;

  /** Whether a task below could be placed. */
  boolean wants;

  /** Whether tasks below wait for room, and none could be placed. */
  boolean waits;

  /** What it is guaranteed: what was said, or what its children are, whichever is more. */
  long[] guarantee = new long[0];

  /** How many leaves below want. */
  private int wanting;

  /** How many of these want some of each column. */
  private int[] wantingOf = new int[0];

  /** How many leaves below wait for room. */
  private int waiting;

  // Derived from the above.
  private double[] fractions = new double[0];
  private int stage = 1;
  private double due;
  private double share;

  // Of the children, as they are seated.
  private @Nullable QueueNode onlyLeaf;
  private final TreeSet<QueueNode> byDue = new TreeSet<>(BY_DUE);
  private final TreeSet<QueueNode> byShare = new TreeSet<>(BY_SHARE);
  private long[] units = new long[0];
  private long[] blocked = new long[0];

  /** Whether it has left its parent's books and is to enter them again. */
  boolean unsettled;

  // What the parent holds of this one.
  private boolean isSeated;
  private boolean seatedWanting;
  private long[] seated = new long[0];

  QueueNode(int id, String name, @Nullable QueueNode parent) {
    this.id = id;
    this.name = name;
    this.parent = parent;
    depth = parent == null ? 0 : parent.depth + 1;
    leaf = parent != null && parent.name.equals(name);
  }

  private static int byDue(QueueNode one, QueueNode other) {
    int order = Integer.compare(one.stage, other.stage);
    if (order == 0) {
      order = Double.compare(one.due, other.due);
    }
    return order == 0 ? one.name.compareTo(other.name) : order;
  }

  private static int byShare(QueueNode one, QueueNode other) {
    int order = Double.compare(one.share, other.share);
    return order == 0 ? one.name.compareTo(other.name) : order;
  }

  /** Whether there is nothing below it but its own tasks: then it needs no books. */
  boolean simple() {
    return onlyLeaf != null;
  }

  /** The leaf for its own tasks, if there is nothing else below it. */
  @Nullable QueueNode onlyLeaf() {
    return onlyLeaf;
  }

  boolean leaf() {
    return leaf;
  }

  /** The weighted dominant share, 0 when it has nothing. */
  double share() {
    return share;
  }

  /** 0 below its guarantee, 1 otherwise. */
  int stage() {
    return stage;
  }

  /** Who of the children is due. */
  @Nullable QueueNode first() {
    return byDue.isEmpty() ? null : byDue.first();
  }

  /** Some leaf below wants more or less, or waits. */
  void wish(int moreWanting, int moreWaiting) {
    wanting += moreWanting;
    waiting += moreWaiting;
    wants = wanting > 0;
    waits = waiting > 0 && !wants;
  }

  /** One leaf below that wants some of these columns more, or less. */
  void wish(BitSet columns, int change) {
    if (columns.length() > wantingOf.length) {
      wantingOf = Arrays.copyOf(wantingOf, columns.length());
    }
    for (int column = columns.nextSetBit(0); column >= 0; column = columns.nextSetBit(column + 1)) {
      wantingOf[column] += change;
    }
  }

  void add(long[] amounts, int count) {
    if (amounts.length > used.length) {
      used = Arrays.copyOf(used, amounts.length);
    }
    for (int i = 0; i < amounts.length; i++) {
      used[i] = Math.addExact(used[i], amounts[i]);
    }
    tasks += count;
  }

  void reserve(long[] amounts) {
    if (amounts.length > reserved.length) {
      reserved = Arrays.copyOf(reserved, amounts.length);
    }
    for (int i = 0; i < amounts.length; i++) {
      reserved[i] = Math.addExact(reserved[i], amounts[i]);
    }
  }

  /** Whether agents keep anything for it. */
  boolean reserves() {
    for (long amount : reserved) {
      if (amount > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * How much of its guarantee it has: the largest part of any resource. While it wants something,
   * only resources count of which it wants some; 1 when none that counts is guaranteed.
   */
  double guaranteeRatio() {
    double ratio = -1;
    for (int column = 0; column < guarantee.length; column++) {
      boolean matters = !wants || (column < wantingOf.length && wantingOf[column] > 0);
      if (guarantee[column] > 0 && matters) {
        ratio = Math.max(ratio, (double) Dimensions.at(used, column) / guarantee[column]);
      }
    }
    return ratio < 0 ? 1 : ratio;
  }

  /** The resource of which it has most. */
  int dominant() {
    int dominant = 0;
    for (int column = 1; column < fractions.length; column++) {
      if (fractions[column] > fractions[dominant]) {
        dominant = column;
      }
    }
    return dominant;
  }

  /** What it has of the whole, of the resource of which it has most, children rescaled. */
  double dominantShare() {
    return fractions.length == 0 ? 0 : fractions[dominant()];
  }

  /** Leaves its parent's books, before it changes. */
  void unseat() {
    if (parent == null || !isSeated) {
      return;
    }
    if (seatedWanting) {
      parent.byDue.remove(this);
      if (share > 0) {
        parent.byShare.remove(this);
      }
    }
    long[] sums = seatedWanting ? parent.units : parent.blocked;
    for (int column = 0; column < seated.length; column++) {
      sums[column] -= seated[column];
    }
    isSeated = false;
  }

  /** Works out what follows from its books, and enters its parent's. */
  void seat(double[] perUnit) {
    if (parent == null || parent.simple()) {
      return; // Nobody asks for the share of the root, or of an only leaf.
    }
    derive(perUnit);
    isSeated = true;
    seatedWanting = wants;
    if (wants) {
      parent.byDue.add(this);
      if (share > 0) {
        parent.byShare.add(this);
      }
    }
    if (seated.length != fractions.length) {
      seated = new long[fractions.length];
    }
    for (int column = 0; column < seated.length; column++) {
      // What waits for a resource that is used up does not make its siblings look rich.
      seated[column] =
          waits
              ? 0
              : wants
                  ? share > 0 ? Math.round(fractions[column] / share * UNIT_UNITS) : 0
                  : Math.round(fractions[column] * SHARE_UNITS);
    }
    long[] sums = wants ? parent.units : parent.blocked;
    if (sums.length < seated.length) {
      sums = Arrays.copyOf(sums, seated.length);
      if (wants) {
        parent.units = sums;
      } else {
        parent.blocked = sums;
      }
    }
    for (int column = 0; column < seated.length; column++) {
      sums[column] += seated[column];
    }
  }

  private void derive(double[] perUnit) {
    if (fractions.length != perUnit.length) {
      fractions = new double[perUnit.length];
    }
    boolean direct = children.isEmpty() || simple();
    double least = byShare.isEmpty() ? 0 : byShare.first().share;
    double most = 0;
    for (int column = 0; column < perUnit.length; column++) {
      // Of what nobody offers there is no share.
      fractions[column] =
          perUnit[column] <= 0
              ? 0
              : direct
                  ? (Dimensions.at(used, column) + Dimensions.at(reserved, column))
                      * perUnit[column]
                  : least * Dimensions.at(units, column) / UNIT_UNITS
                      + Dimensions.at(blocked, column) / SHARE_UNITS;
      most = Math.max(most, fractions[column]);
    }
    share = most / terms.weight();
    double ratio = guaranteeRatio();
    stage = ratio < 1 ? 0 : 1;
    due = stage == 0 ? ratio : share;
  }

  /** Forgets what it holds of its children, which enter anew. */
  void clearSeats() {
    QueueNode first = children.isEmpty() ? null : children.firstEntry().getValue();
    onlyLeaf = first != null && children.size() == 1 && first.leaf() ? first : null;
    byDue.clear();
    byShare.clear();
    units = new long[0];
    blocked = new long[0];
    isSeated = false;
  }
}
