package dev.meso.store.port;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Comparisons and writes: if every comparison holds, every write is made, at one revision;
 * otherwise none, and the result carries what was asked to be read then.
 *
 * @param guards what must hold
 * @param writes what to write; each key at most once
 * @param readIfRefused keys whose present entries a refusal brings. They are sent with every
 *     transaction: who is seldom refused asks for few, and reads the others afterwards.
 */
public record Txn(List<Guard> guards, List<Write> writes, Set<String> readIfRefused) {

  /** Operations that etcd takes in one transaction, by its default setting. */
  public static final int OPERATIONS_MAX = 128;

  /** Bytes of keys and values in one transaction at most; etcd takes 1.5 MiB, framing included. */
  public static final int BYTES_MAX = 1024 * 1024;

  /** A revision that no key has. */
  private static final long NEVER = -1;

  /** Bytes of a character in UTF-8 at most. */
  private static final int UTF8_MAX = 3;

  public Txn {
    guards = List.copyOf(guards);
    writes = List.copyOf(writes);
    readIfRefused = Collections.unmodifiableSet(new LinkedHashSet<>(readIfRefused));
  }

  /** A transaction whose refusal brings the entries of every key that was compared. */
  public Txn(List<Guard> guards, List<Write> writes) {
    this(guards, writes, keysOf(guards));
  }

  /**
   * A transaction that is always refused, and so reads keys at one revision.
   *
   * @param keys at least one, at most {@value #OPERATIONS_MAX}
   */
  public static Txn reading(SequencedSet<String> keys) {
    return new Txn(List.of(new Guard.CreateRevisionIs(keys.getFirst(), NEVER)), List.of(), keys);
  }

  private static Set<String> keysOf(List<Guard> guards) {
    Set<String> keys = new LinkedHashSet<>();
    guards.forEach(guard -> keys.add(guard.key()));
    return keys;
  }

  /** Why no store takes this transaction; nothing when it may be sent. */
  public Optional<String> refusal() {
    if (guards.size() > OPERATIONS_MAX
        || writes.size() > OPERATIONS_MAX
        || readIfRefused.size() > OPERATIONS_MAX) {
      return Optional.of(
          "Transaction of "
              + guards.size()
              + " guards and "
              + writes.size()
              + " writes, and "
              + readIfRefused.size()
              + " keys to read, is too long, at most "
              + OPERATIONS_MAX
              + " of each are taken");
    }
    Set<String> written = new HashSet<>();
    for (Write write : writes) {
      if (write.key().isEmpty()) {
        return Optional.of("Transaction writes a key without a name");
      }
      if (!written.add(write.key())) {
        return Optional.of("Transaction writes " + write.key() + " twice");
      }
    }
    // Most are far from the limit however many bytes a character takes.
    if (characters() * UTF8_MAX <= BYTES_MAX) {
      return Optional.empty();
    }
    long bytes = bytes();
    return bytes <= BYTES_MAX
        ? Optional.empty()
        : Optional.of(
            "Transaction of " + bytes + " bytes is too large, at most " + BYTES_MAX + " are taken");
  }

  private long characters() {
    long characters = 0;
    for (Guard guard : guards) {
      characters += guard.key().length();
    }
    for (Write write : writes) {
      characters += write.key().length();
      characters += write instanceof Write.Put put ? put.value().length() : 0;
    }
    return characters;
  }

  private long bytes() {
    long bytes = 0;
    for (Guard guard : guards) {
      bytes += bytesOf(guard.key());
    }
    for (Write write : writes) {
      bytes += bytesOf(write.key());
      bytes += write instanceof Write.Put put ? bytesOf(put.value()) : 0;
    }
    return bytes;
  }

  /** Bytes of a text in UTF-8. */
  private static long bytesOf(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800) {
        bytes += Character.isSurrogate(c) ? 1 : 2;
      } else if (c >= 0x80) {
        bytes++;
      }
    }
    return bytes;
  }

  /** A comparison of one key. */
  public sealed interface Guard {
    String key();

    /** The key's create revision is this one; 0 when the key is absent. */
    record CreateRevisionIs(String key, long revision) implements Guard {}

    /** The key's mod revision is this one; 0 when the key is absent. */
    record ModRevisionIs(String key, long revision) implements Guard {}

    /** The key's mod revision is smaller than this one; absent keys are at 0. */
    record ModRevisionBelow(String key, long revision) implements Guard {}

    /** The key does not exist. */
    static Guard absent(String key) {
      return new CreateRevisionIs(key, 0);
    }

    /** The key exists. */
    record Present(String key) implements Guard {}
  }

  /** A write of one key. */
  public sealed interface Write {
    String key();

    /** Puts a value; {@code lease} 0 for none. */
    record Put(String key, String value, long lease) implements Write {
      public Put(String key, String value) {
        this(key, value, 0);
      }
    }

    /** Deletes a key; an absent one is no error. */
    record Delete(String key) implements Write {}
  }
}
