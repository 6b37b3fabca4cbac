package dev.meso.controller.core.state;

import dev.meso.api.kind.Limits;
import dev.meso.controller.core.plan.ObjectRef;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one owner. Those with the names {@code <owner>-<ordinal>} are numbered: they come
 * first, in order, and are found by their ordinals, however they came; others, and those that no
 * owner may ask for, come behind them by name. Belongs to the thread of its state.
 */
public final class Members extends AbstractCollection<TaskRow> {
  /** Digits of an ordinal at most: no Job has as many tasks. */
  private static final int DIGITS_MAX = 9;

  /** Ordinals that an App or a Job may ask for are below this one. */
  private static final int PLACES_MAX = Math.max(Limits.REPLICAS_MAX, Limits.COMPLETIONS_MAX);

  private static final @Nullable TaskRow[] NONE = {};

  private final String namespace;
  private final String prefix;
  private @Nullable TaskRow[] numbered = NONE;
  private int count;
  private final NavigableMap<TaskName, TaskRow> others = new TreeMap<>();

  /** No ordinal below this one is free. */
  private int full;

  Members(ObjectRef owner) {
    namespace = owner.namespace();
    prefix = owner.name() + "-";
  }

  /** The ordinal that a name says; -1 when it is no numbered name of this owner. */
  int ordinal(TaskName name) {
    String text = name.name();
    int digits = text.length() - prefix.length();
    if (digits < 1 || digits > DIGITS_MAX || !text.startsWith(prefix)) {
      return -1;
    }
    int ordinal = 0;
    for (int i = prefix.length(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      ordinal = 10 * ordinal + c - '0';
    }
    boolean canonical = digits == 1 || text.charAt(prefix.length()) != '0';
    return canonical ? ordinal : -1;
  }

  /** The member with an ordinal in its name. */
  public @Nullable TaskRow at(int ordinal) {
    TaskRow row = ordinal < numbered.length ? numbered[ordinal] : null;
    return row != null || others.isEmpty()
        ? row
        : others.get(new TaskName(namespace, prefix + ordinal));
  }

  /** The first ordinal from this one on that no member has. */
  public int free(int from) {
    int ordinal = Math.max(from, full);
    while (at(ordinal) != null) {
      ordinal++;
    }
    if (from <= full) {
      full = ordinal;
    }
    return ordinal;
  }

  void join(TaskRow row) {
    int ordinal = ordinal(row.name());
    if (ordinal < 0 || ordinal >= PLACES_MAX) {
      others.put(row.name(), row);
      return;
    }
    if (ordinal >= numbered.length) {
      numbered = Arrays.copyOf(numbered, Math.max(ordinal + 1, numbered.length * 3 / 2));
    }
    count += numbered[ordinal] == null ? 1 : 0;
    numbered[ordinal] = row;
  }

  @SuppressWarnings("ReferenceEquality") // The same row, not an equal one.
  void leave(TaskRow row) {
    int ordinal = ordinal(row.name());
    if (ordinal >= 0) {
      full = Math.min(full, ordinal);
    }
    if (ordinal >= 0 && ordinal < numbered.length && numbered[ordinal] == row) {
      numbered[ordinal] = null;
      count--;
      if (count == 0) {
        numbered = NONE;
      }
    } else {
      others.remove(row.name());
    }
  }

  @Override
  public int size() {
    return count + others.size();
  }

  @Override
  public Iterator<TaskRow> iterator() {
    List<TaskRow> all = new ArrayList<>(size());
    for (TaskRow row : numbered) {
      if (row != null) {
        all.add(row);
      }
    }
    all.addAll(others.values());
    return all.iterator();
  }
}
