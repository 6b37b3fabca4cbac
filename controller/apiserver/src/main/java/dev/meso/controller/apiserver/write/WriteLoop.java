package dev.meso.controller.apiserver.write;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Limits;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.object.Slot;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Reads an object's keys, lets somebody propose a new spec value, and commits it guarded by exactly
 * what was read; when that was out of date, begins again, a bounded number of times.
 *
 * <p>Whether beginning again is right is decided by the proposer: one that was given a
 * resourceVersion throws a conflict as soon as it sees a newer spec.
 *
 * <p>Answers for which nothing need be written (it is so already, there is no such object, there is
 * one already) are given only when the store confirms that what was read is what is there: this
 * server may be behind what others acknowledged.
 *
 * <p>Writes of one object through this server come one after the other, so that many writers make
 * progress; the guards alone make them safe.
 */
final class WriteLoop {

  /** Locks; objects share them by hash. */
  private static final int STRIPES = 256;

  private final WriteContext context;
  private final Commits commits;
  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  WriteLoop(WriteContext context) {
    this.context = context;
    this.commits = new Commits(context.store());
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  /** The result of a write: the object as it was committed. */
  StoredObject write(ObjectRef ref, boolean dryRun, Function<Slot, Proposal> proposer)
      throws InterruptedException {
    Deadline deadline = Deadline.in(context.limits().writeDeadline());
    ReentrantLock stripe = stripes[Math.floorMod(ref.hashCode(), STRIPES)];
    if (!stripe.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
      throw ApiError.of(
              Reason.TOO_MANY_REQUESTS,
              "Writing " + ref + ": too many others write it at this moment; nothing was written")
          .about(ref.kind(), ref.name())
          .retryAfter(Duration.ofSeconds(1));
    }
    try {
      return attempts(ref, dryRun, proposer, deadline);
    } finally {
      stripe.unlock();
    }
  }

  private StoredObject attempts(
      ObjectRef ref, boolean dryRun, Function<Slot, Proposal> proposer, Deadline deadline)
      throws InterruptedException {
    ObjectView view = context.view();
    String key = context.keyspace().text(ref.spec());
    // Saves an attempt that is bound to fail; when it takes too long the guards tell.
    boolean _ = view.awaitOwnWrites(deadline.left().dividedBy(2));
    if (!view.synced()) {
      // An empty view would have everything absent: a delete would answer that there is nothing.
      throw ApiError.of(
              Reason.UNAVAILABLE,
              "Writing "
                  + ref
                  + ": the server has not yet read the cluster's state; nothing was written, try"
                  + " again")
          .about(ref.kind(), ref.name())
          .retryAfter(Duration.ofSeconds(1));
    }
    for (int attempt = 0; attempt <= context.limits().patchRetries(); attempt++) {
      Slot slot = view.slot(ref);
      Proposal proposal;
      try {
        proposal = proposer.apply(slot);
      } catch (ApiError refusal) {
        if (!ofWhatIsThere(refusal) || current(slot, deadline)) {
          throw refusal;
        }
        continue;
      }
      switch (proposal) {
        case Proposal.Unchanged(StoredObject object) -> {
          if (current(slot, deadline)) {
            return object;
          }
        }
        case Proposal.Change(String value, List<Txn.Guard> guards) -> {
          checkSize(ref, value);
          if (dryRun) {
            return preview(slot, key, value, Math.max(slot.specRevision(), 0));
          }
          Txn txn = new Txn(guards, List.of(new Txn.Write.Put(key, value)));
          TxnResult result =
              commits.commit(
                  ref,
                  txn,
                  key,
                  deadline,
                  found ->
                      found
                          .filter(e -> e.value().equals(value))
                          .filter(e -> e.modRevision() > slot.specRevision())
                          .map(Entry::modRevision));
          if (result.committed()) {
            view.wrote(result.revision());
            return preview(slot, key, value, result.revision());
          }
          awaitNews(ref, guards, result, deadline);
        }
        case Proposal.Removal(StoredObject last, List<Txn.Guard> guards) -> {
          if (dryRun) {
            return last;
          }
          TxnResult result =
              commits.commit(ref, removal(ref, guards), key, deadline, removed(slot));
          if (result.committed()) {
            view.wrote(result.revision());
            return last;
          }
          awaitNews(ref, guards, result, deadline);
        }
      }
    }
    throw ApiError.conflict(
        ref.kind(),
        ref.name(),
        "it was changed "
            + (context.limits().patchRetries() + 1)
            + " times while this change was made; try again");
  }

  private Txn removal(ObjectRef ref, List<Txn.Guard> guards) {
    return new Txn(
        guards,
        List.of(
            new Txn.Write.Delete(context.keyspace().text(ref.spec())),
            new Txn.Write.Delete(context.keyspace().text(ref.status()))));
  }

  /**
   * The key is gone, or was created anew: nobody else may be told from us, and the end is the same.
   */
  private static Function<Optional<Entry>, Optional<Long>> removed(Slot slot) {
    return found ->
        found.isEmpty() || found.get().createRevision() > slot.specRevision()
            ? Optional.of(slot.specRevision())
            : Optional.empty();
  }

  /** Whether a server that knows something else would answer otherwise. */
  private static boolean ofWhatIsThere(ApiError refusal) {
    return refusal.reason() == Reason.NOT_FOUND || refusal.reason() == Reason.ALREADY_EXISTS;
  }

  /**
   * Whether the store has what the view shows: an answer for which nothing is written must be as
   * true as one that a guard has proven. If not, waits until the view shows what is there.
   */
  private boolean current(Slot slot, Deadline deadline) throws InterruptedException {
    ObjectRef ref = slot.ref();
    List<Txn.Guard> guards = new ArrayList<>();
    guards.add(
        new Txn.Guard.ModRevisionIs(context.keyspace().text(ref.spec()), slot.specRevision()));
    guards.add(
        new Txn.Guard.CreateRevisionIs(
            context.keyspace().text(ref.status()),
            slot.status() == null ? 0 : slot.status().createRevision()));
    if (ref.namespace() != null) {
      ObjectRef namespace = new ObjectRef(Kind.NAMESPACE, null, ref.namespace());
      guards.add(
          new Txn.Guard.ModRevisionIs(
              context.keyspace().text(namespace.spec()),
              context.view().slot(namespace).specRevision()));
    }
    TxnResult result = commits.compare(ref, guards, deadline);
    if (!result.committed()) {
      awaitNews(ref, guards, result, deadline);
    }
    return result.committed();
  }

  private StoredObject preview(Slot slot, String key, String value, long revision) {
    long created = slot.spec() == null ? revision : slot.spec().createRevision();
    return context
        .view()
        .preview(slot.ref(), new Entry(key, value, created, revision, 0), slot.status());
  }

  /** Waits until the view shows what made the guards fail. */
  private void awaitNews(
      ObjectRef ref, List<Txn.Guard> guards, TxnResult refused, Deadline deadline)
      throws InterruptedException {
    ObjectView view = context.view();
    Map<String, Long> present = new TreeMap<>();
    refused.present().forEach(e -> present.put(e.key(), e.modRevision()));
    boolean seen =
        view.awaitThat(
            () ->
                view.revision() >= refused.revision()
                    || guards.stream()
                        .allMatch(
                            g ->
                                caughtUp(view.modRevision(g.key()), present.get(g.key()), refused)),
            deadline.left());
    if (!seen) {
      throw ApiError.of(
              Reason.UNAVAILABLE,
              "Writing "
                  + ref
                  + ": it was changed by others, and this server has not seen yet how; nothing was"
                  + " written, try again")
          .about(ref.kind(), ref.name())
          .retryAfter(Duration.ofSeconds(1));
    }
  }

  private static boolean caughtUp(
      long seen, @org.jspecify.annotations.Nullable Long present, TxnResult refused) {
    return present == null ? seen == 0 || seen > refused.revision() : seen >= present;
  }

  /** Refuses a value that is too large to be stored. */
  static void checkSize(ObjectRef ref, String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Limits.OBJECT_BYTES_MAX) {
      throw ApiError.of(
              Reason.TOO_LARGE,
              "Writing "
                  + ref
                  + ": expected at most "
                  + Limits.OBJECT_BYTES_MAX
                  + " bytes, found "
                  + bytes
                  + " with its defaults")
          .about(ref.kind(), ref.name());
    }
  }

  /** Commits something that is no put of a spec. */
  Optional<Long> commit(ObjectRef ref, Txn txn, Function<Optional<Entry>, Optional<Long>> proof)
      throws InterruptedException {
    Deadline deadline = Deadline.in(context.limits().writeDeadline());
    TxnResult result =
        commits.commit(ref, txn, context.keyspace().text(ref.spec()), deadline, proof);
    if (result.committed()) {
      context.view().wrote(result.revision());
      return Optional.of(result.revision());
    }
    return Optional.empty();
  }
}
