package dev.meso.store.port;

import java.util.List;

/**
 * Comparisons and writes: if every comparison holds, every write is made, at one revision;
 * otherwise none, and the result carries the present entries of the compared keys.
 *
 * @param guards what must hold
 * @param writes what to write; each key at most once
 */
public record Txn(List<Guard> guards, List<Write> writes) {

  /** Operations that etcd takes in one transaction, by its default setting. */
  public static final int OPERATIONS_MAX = 128;

  /** Bytes that we send in one transaction at most; etcd takes 1.5 MiB. */
  public static final int BYTES_MAX = 1024 * 1024;

  public Txn {
    guards = List.copyOf(guards);
    writes = List.copyOf(writes);
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
