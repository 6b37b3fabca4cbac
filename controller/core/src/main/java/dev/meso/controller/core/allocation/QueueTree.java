package dev.meso.controller.core.allocation;

import dev.meso.api.kind.Queue;
import dev.meso.controller.core.InvariantViolated;
import dev.meso.controller.core.placement.Dimensions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What queues have, what they may have, and whose turn it is.
 *
 * <p>Goals in order: no queue, and none above it, goes beyond its limit; a queue below its
 * guarantee comes before one that is not, the one that has the smallest part of its guarantee
 * first; then the smallest weighted hierarchical dominant share. Of equals the first name.
 *
 * <p>The share of a queue is the largest fraction that it has of any one resource of all agents,
 * divided by its weight; what agents keep for it counts as if it had it. A queue above others is
 * not the sum of these: a child that can use nothing more would then make its siblings look rich.
 * Its vector is the sum of its children's, where those that want are scaled down to the smallest
 * weighted share among them, those that wait for a resource of which nothing is left do not count,
 * and those that want nothing count as they are.
 *
 * <p>Worked example: 100 cores, 100 GiB. {@code a} has 40 cores; {@code b} has two children that
 * want, {@code b.x} with 30 cores and {@code b.y} with 10 GiB. The smallest share below b is b.y's
 * 0.1, so b counts as 10 cores and 10 GiB: 0.1, and it is b's turn, and there b.y's. The plain sum
 * would say 0.3, and with 50 cores for b.x it would say 0.5: then b.y would wait for a, of whose
 * cores it needs none.
 *
 * <p>Source: Bhattacharya et al., Hierarchical Scheduling for Diverse Datacenter Workloads
 * (SoCC'13), made incremental: a charge costs a few steps on the way to the root, and shares are
 * worked out when somebody asks whose turn it is, once for all that was charged since.
 *
 * <p>What holds, up to one task: a queue that wants gets its weighted part of what its parent has
 * (sharing incentive), does not envy a sibling, and nothing that fits is left. What does not hold:
 * when a queue leaves, another one may get less (population monotonicity), since what is the scarce
 * resource may change.
 *
 * <p>Not thread-safe. Its state follows from what is charged, who wants and the terms, not from the
 * order in which that came about.
 */
public final class QueueTree {
  private final NavigableMap<String, QueueNode> queues = new TreeMap<>();
  private final List<@Nullable QueueNode> leaves = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private final List<Undo> journal = new ArrayList<>();

  /** Nodes that have changed since they left the books of their parents, by depth. */
  private final List<List<QueueNode>> unsettled = new ArrayList<>();

  private final QueueNode root = new QueueNode(-1, "", null);
  private double[] perUnit = new double[Dimensions.KNOWN];
  private boolean stale;
  private int trials;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Undo(int leaf, long @Nullable [] amounts, int tasks, Wish wished, boolean kept) {}

  /** The leaf for the tasks of a queue, made when there is none, with all above it. */
  public int leaf(String name) {
    return own(queue(name)).id;
  }

  /** The leaf of a queue that somebody has described, or of one that was asked for; or -1. */
  public int find(String name) {
    QueueNode queue = queues.get(name);
    return queue == null || !queue.described ? -1 : own(queue).id;
  }

  /** Says what holds for a queue from now on. */
  public void configure(String name, QueueTerms terms) {
    QueueNode queue = queue(name);
    queue.terms = terms;
    queue.described = true;
    stale = true;
  }

  /**
   * Forgets what was said of a queue; it stays while tasks are charged to it or queues below it.
   */
  public void remove(String name) {
    QueueNode queue = queues.get(name);
    if (queue == null) {
      return;
    }
    queue.terms = QueueTerms.NONE;
    queue.described = false;
    stale = true;
    prune(queue);
  }

  /** Says what all agents offer together, by column. */
  public void total(long[] capacity) {
    double[] changed = new double[Math.max(Dimensions.KNOWN, capacity.length)];
    for (int column = 0; column < capacity.length; column++) {
      changed[column] = capacity[column] > 0 ? 1.0 / capacity[column] : 0;
    }
    if (!Arrays.equals(changed, perUnit)) {
      perUnit = changed;
      stale = true;
    }
  }

  /**
   * Charges a leaf, or gives back with negative amounts.
   *
   * @throws InvariantViolated when more is given back than was charged
   */
  public void charge(int leaf, long[] amounts, int tasks) {
    change(leaf, amounts, tasks);
    if (trials > 0) {
      journal.add(new Undo(leaf, amounts, tasks, Wish.NOTHING, false));
    }
  }

  /**
   * Counts what is reserved for a leaf and not used by it, or counts it no longer with negative
   * amounts: nobody else can have it, so it is part of its share. Limits and guarantees are about
   * what tasks use.
   *
   * @throws InvariantViolated when more is taken away than was counted
   */
  public void reserve(int leaf, long[] amounts) {
    changeReserved(leaf, amounts);
    if (trials > 0) {
      journal.add(new Undo(leaf, amounts, 0, Wish.NOTHING, true));
    }
  }

  /**
   * Says that a leaf has something that could be placed now.
   *
   * @param amounts what it is about: a guarantee counts for the resources of which some is wanted
   */
  public void wants(int leaf, long[] amounts) {
    BitSet columns = new BitSet();
    for (int column = 0; column < amounts.length; column++) {
      columns.set(column, amounts[column] > 0);
    }
    wish(leaf, new Wish(Mood.WANTS, columns));
  }

  /** Says that a leaf has nothing that could be placed now. */
  public void rests(int leaf) {
    wish(leaf, Wish.NOTHING);
  }

  /** Says that a leaf has tasks for which there is no room now. */
  public void waits(int leaf) {
    wish(leaf, Wish.WAITING);
  }

  private void wish(int leaf, Wish wish) {
    Wish before = node(leaf).wish;
    if (!before.equals(wish)) {
      change(leaf, wish);
      if (trials > 0) {
        journal.add(new Undo(leaf, null, 0, before, false));
      }
    }
  }

  enum Mood {
    NOTHING,
    WAITS,
    WANTS
  }

  /** What a leaf would like, and of which columns. */
  record Wish(Mood mood, BitSet columns) {
    static final Wish NOTHING = new Wish(Mood.NOTHING, new BitSet());
    static final Wish WAITING = new Wish(Mood.WAITS, new BitSet());

    int is(Mood other) {
      return mood == other ? 1 : 0;
    }
  }

  /** The leaf whose turn it is; -1 when none wants anything. */
  public int pick() {
    refresh();
    QueueNode node = root.first();
    while (node != null && !node.leaf()) {
      QueueNode only = node.onlyLeaf();
      node = only == null ? node.first() : only;
    }
    return node == null ? -1 : node.id;
  }

  /** Which limit keeps a task of a leaf away; null when none does. The nearest queue is named. */
  public @Nullable Denial admits(int leaf, long[] amounts, int tasks) {
    for (QueueNode node = node(leaf).parent; node != null; node = node.parent) {
      for (int column = 0; column < amounts.length; column++) {
        long limit = node.terms.limitOf(column);
        long used = Dimensions.at(node.used, column);
        if (amounts[column] > 0 && limit != QueueTerms.NO_LIMIT && amounts[column] > limit - used) {
          return new Denial(node.name, column, limit, used, amounts[column]);
        }
      }
      if (tasks > 0 && tasks > node.terms.maxTasks() - node.tasks) {
        return new Denial(node.name, Denial.TASKS, node.terms.maxTasks(), node.tasks, tasks);
      }
    }
    return null;
  }

  /**
   * Whether a task of one leaf may have a task of another ended because its queue is due more:
   * below the queue that both have in common, the one's branch stays within its guarantee with it,
   * and every queue on the other's way stays at its guarantee without it.
   */
  public boolean reclaims(int leaf, long[] amounts, int victim, long[] freed) {
    refresh();
    QueueNode ours = node(leaf).parent;
    QueueNode theirs = node(victim).parent;
    QueueNode common = common(ours, theirs);
    QueueNode branch = below(common, ours);
    if (branch == null || !within(branch, amounts)) {
      return false;
    }
    for (QueueNode node = theirs; node != null && node != common; node = node.parent) {
      for (int column = 0; column < node.guarantee.length; column++) {
        long left = Dimensions.at(node.used, column) - Dimensions.at(freed, column);
        if (node.guarantee[column] > 0 && left < node.guarantee[column]) {
          return false;
        }
      }
    }
    return below(common, theirs) != null;
  }

  /**
   * Whether a leaf, or a queue above it, has a guarantee for anything of these amounts. Without one
   * it {@link #reclaims} nothing.
   */
  public boolean guaranteed(int leaf, long[] amounts) {
    refresh();
    for (QueueNode node = node(leaf).parent; node != null; node = node.parent) {
      for (int column = 0; column < node.guarantee.length; column++) {
        if (node.guarantee[column] > 0 && Dimensions.at(amounts, column) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** How a queue stands; absent when nobody has heard of it. */
  public @Nullable Standing standing(String name) {
    refresh();
    QueueNode queue = queues.get(name);
    return queue == null ? null : Standing.of(queue);
  }

  /** Every queue by name, those among them of which nobody said anything. */
  public List<String> names() {
    return List.copyOf(queues.keySet());
  }

  /** Begins a trial, or marks a point in one. */
  public int mark() {
    trials++;
    return journal.size();
  }

  /** Takes back what was charged and wanted since a mark, which is used up. */
  public void rollback(int mark) {
    while (journal.size() > mark) {
      Undo undo = journal.removeLast();
      if (undo.amounts() == null) {
        change(undo.leaf(), undo.wished());
      } else if (undo.kept()) {
        changeReserved(undo.leaf(), negative(undo.amounts()));
      } else {
        change(undo.leaf(), negative(undo.amounts()), -undo.tasks());
      }
    }
    trials--;
  }

  /** Keeps what was done since a mark, which is used up; an outer trial may still take it back. */
  public void keep() {
    trials--;
  }

  /** The amounts that give back what others charged. */
  public static long[] negative(long[] amounts) {
    long[] negative = new long[amounts.length];
    for (int i = 0; i < amounts.length; i++) {
      negative[i] = -amounts[i];
    }
    return negative;
  }

  private void change(int leaf, long[] amounts, int tasks) {
    QueueNode node = node(leaf);
    for (int column = 0; column < amounts.length; column++) {
      if (Dimensions.at(node.used, column) + amounts[column] < 0 || node.tasks + tasks < 0) {
        throw new InvariantViolated(
            "Queue " + node.name + ": more would be given back than was charged");
      }
    }
    for (QueueNode up = node; up != null; up = up.parent) {
      unsettle(up);
      up.add(amounts, tasks);
    }
  }

  private void changeReserved(int leaf, long[] amounts) {
    QueueNode node = node(leaf);
    for (int column = 0; column < amounts.length; column++) {
      if (Dimensions.at(node.reserved, column) + amounts[column] < 0) {
        throw new InvariantViolated("Queue " + node.name + ": less than nothing would be reserved");
      }
    }
    for (QueueNode up = node; up != null; up = up.parent) {
      unsettle(up);
      up.reserve(amounts);
    }
  }

  private void change(int leaf, Wish wish) {
    QueueNode node = node(leaf);
    Wish before = node.wish;
    node.wish = wish;
    int wanting = wish.is(Mood.WANTS) - before.is(Mood.WANTS);
    int waiting = wish.is(Mood.WAITS) - before.is(Mood.WAITS);
    for (QueueNode up = node; up != null; up = up.parent) {
      unsettle(up);
      up.wish(wanting, waiting);
      up.wish(before.columns(), -1);
      up.wish(wish.columns(), 1);
    }
  }

  /** A node is about to change. */
  private void unsettle(QueueNode node) {
    if (!node.unsettled) {
      node.unsettled = true;
      node.unseat();
      while (unsettled.size() <= node.depth) {
        unsettled.add(new ArrayList<>());
      }
      unsettled.get(node.depth).add(node);
    }
  }

  /** Works out what has changed, or everything, from the leaves upwards. */
  private void refresh() {
    if (stale) {
      renew(root);
    }
    for (int depth = unsettled.size() - 1; depth >= 0; depth--) {
      List<QueueNode> nodes = unsettled.get(depth);
      for (QueueNode node : nodes) {
        node.unsettled = false;
        if (!stale) {
          node.seat(perUnit);
        }
      }
      nodes.clear();
    }
    stale = false;
  }

  private void renew(QueueNode node) {
    node.clearSeats();
    long[] sum = new long[perUnit.length];
    for (QueueNode child : node.children.values()) {
      renew(child);
      for (int column = 0; column < sum.length; column++) {
        sum[column] += Dimensions.at(child.guarantee, column);
      }
    }
    node.guarantee = new long[perUnit.length];
    for (int column = 0; column < sum.length; column++) {
      node.guarantee[column] = Math.max(sum[column], node.terms.guaranteeOf(column));
    }
    node.seat(perUnit);
  }

  private QueueNode queue(String name) {
    QueueNode known = queues.get(name);
    if (known != null) {
      return known;
    }
    String above = Queue.above(name);
    QueueNode parent = above.isEmpty() ? root : queue(above);
    QueueNode queue = new QueueNode(-1, name, parent);
    parent.children.put(name, queue);
    queues.put(name, queue);
    stale = true;
    return queue;
  }

  /** The leaf for a queue's own tasks. Its children are other queues, and this. */
  private QueueNode own(QueueNode queue) {
    QueueNode known = queue.children.get(queue.name);
    if (known != null) {
      return known;
    }
    Integer reused = free.pollFirst();
    int id = reused == null ? leaves.size() : reused;
    QueueNode leaf = new QueueNode(id, queue.name, queue);
    if (reused == null) {
      leaves.add(leaf);
    } else {
      leaves.set(id, leaf);
    }
    queue.children.put(queue.name, leaf);
    stale = true;
    return leaf;
  }

  private void prune(QueueNode queue) {
    QueueNode node = queue;
    while (node.parent != null
        && !node.described
        && node.tasks == 0
        && !node.reserves()
        && !node.wants
        && !node.waits) {
      QueueNode own = node.children.get(node.name);
      if (node.children.size() > (own == null ? 0 : 1)) {
        return;
      }
      if (own != null) {
        leaves.set(own.id, null);
        free.addFirst(own.id);
      }
      queues.remove(node.name);
      node.parent.children.remove(node.name);
      node = node.parent;
    }
  }

  private QueueNode node(int leaf) {
    QueueNode node = leaf < 0 || leaf >= leaves.size() ? null : leaves.get(leaf);
    if (node == null) {
      throw new IllegalArgumentException("expected a leaf of the tree, found " + leaf);
    }
    return node;
  }

  private static boolean within(QueueNode branch, long[] amounts) {
    boolean guaranteed = false;
    for (int column = 0; column < branch.guarantee.length; column++) {
      long wanted = Dimensions.at(amounts, column);
      if (branch.guarantee[column] > 0) {
        guaranteed |= wanted > 0;
        if (Dimensions.at(branch.used, column) + wanted > branch.guarantee[column]) {
          return false;
        }
      }
    }
    return guaranteed;
  }

  private QueueNode common(@Nullable QueueNode one, @Nullable QueueNode other) {
    for (QueueNode up = one; up != null; up = up.parent) {
      for (QueueNode their = other; their != null; their = their.parent) {
        if (up == their) {
          return up;
        }
      }
    }
    return root;
  }

  /** The queue right below another on the way down to a third; null when that is the other one. */
  private static @Nullable QueueNode below(QueueNode common, @Nullable QueueNode node) {
    QueueNode last = null;
    for (QueueNode up = node; up != null && up != common; up = up.parent) {
      last = up;
    }
    return last;
  }
}
