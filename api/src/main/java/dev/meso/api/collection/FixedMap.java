package dev.meso.api.collection;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that nobody changes, from texts to values, in two arrays. Records hold a few small
 * maps each and a leader holds several records for every task: this takes a third of what a tree
 * takes, an empty one takes nothing, and a copy of one is that one, so equal maps can be shared.
 *
 * <p>Keys are in the order of {@link String#compareTo}. A value may be null, since what others
 * stored is read leniently. Immutable if the values are.
 */
@SuppressWarnings("JdkObsolete") // Records promise a SortedMap and nobody needs more.
public final class FixedMap<V> extends AbstractMap<String, V> implements SortedMap<String, V> {
  private static final FixedMap<?> EMPTY = new FixedMap<>(new String[0], new Object[0]);

  private final String[] keys;
  private final @Nullable Object[] values;

  private FixedMap(String[] keys, @Nullable Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  /**
   * A map of the same entries; empty for an absent one.
   *
   * @throws NullPointerException when a key is null
   */
  public static <V> FixedMap<V> copyOf(@Nullable Map<String, ? extends V> map) {
    if (map == null || map.isEmpty()) {
      return empty();
    }
    if (map instanceof FixedMap<?> fixed) {
      @SuppressWarnings("unchecked") // It is never written to.
      FixedMap<V> same = (FixedMap<V>) fixed;
      return same;
    }
    Map<String, ? extends V> sorted =
        map instanceof SortedMap<?, ?> tree && tree.comparator() == null ? map : new TreeMap<>(map);
    String[] keys = new String[sorted.size()];
    Object[] values = new Object[keys.length];
    int at = 0;
    for (Map.Entry<String, ? extends V> entry : sorted.entrySet()) {
      keys[at] = entry.getKey();
      values[at] = entry.getValue();
      at++;
    }
    return new FixedMap<>(keys, values);
  }

  /** The map without entries. */
  public static <V> FixedMap<V> empty() {
    @SuppressWarnings("unchecked") // It holds none.
    FixedMap<V> empty = (FixedMap<V>) EMPTY;
    return empty;
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    int at = key instanceof String text ? Arrays.binarySearch(keys, text) : -1;
    return at < 0 ? null : value(at);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof String text && Arrays.binarySearch(keys, text) >= 0;
  }

  @Override
  public @Nullable Comparator<? super String> comparator() {
    return null;
  }

  @Override
  public SortedMap<String, V> subMap(String from, String to) {
    if (from.compareTo(to) > 0) {
      throw new IllegalArgumentException("expected from <= to, found " + from + " > " + to);
    }
    return range(seat(from), seat(to));
  }

  @Override
  public SortedMap<String, V> headMap(String to) {
    return range(0, seat(to));
  }

  @Override
  public SortedMap<String, V> tailMap(String from) {
    return range(seat(from), keys.length);
  }

  @Override
  public String firstKey() {
    return end(0);
  }

  @Override
  public String lastKey() {
    return end(keys.length - 1);
  }

  @Override
  public Set<Map.Entry<String, V>> entrySet() {
    return new Entries();
  }

  private String end(int at) {
    if (keys.length == 0) {
      throw new NoSuchElementException("the map is empty");
    }
    return keys[at];
  }

  /** Where a key is, or would be. */
  private int seat(String key) {
    int at = Arrays.binarySearch(keys, key);
    return at < 0 ? -at - 1 : at;
  }

  private FixedMap<V> range(int from, int to) {
    return from == to
        ? empty()
        : new FixedMap<>(Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(values, from, to));
  }

  @SuppressWarnings("unchecked") // Nothing else was put there.
  private V value(int at) {
    return (V) values[at];
  }

  private final class Entries extends AbstractSet<Map.Entry<String, V>> {
    @Override
    public int size() {
      return keys.length;
    }

    @Override
    public Iterator<Map.Entry<String, V>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < keys.length;
        }

        @Override
        public Map.Entry<String, V> next() {
          if (next == keys.length) {
            throw new NoSuchElementException("after the last entry");
          }
          Map.Entry<String, V> entry = new SimpleImmutableEntry<>(keys[next], value(next));
          next++;
          return entry;
        }
      };
    }
  }
}
