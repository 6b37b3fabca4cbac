package dev.meso.store.port;

import java.util.List;

/**
 * What became of a transaction.
 *
 * @param committed whether the comparisons held and the writes were made
 * @param revision of the writes when committed, else the store's revision when it refused
 * @param present when refused: the present entries of the keys that were to be read then, absent
 *     keys left out
 */
public record TxnResult(boolean committed, long revision, List<Entry> present) {
  public TxnResult {
    present = List.copyOf(present);
  }
}
