package dev.meso.store.etcd;

import com.google.protobuf.ByteString;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Txn;
import dev.meso.store.port.Txn.Guard;
import dev.meso.store.port.Txn.Write;
import dev.meso.store.port.TxnResult;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our values as etcd's messages, and back. */
final class Messages {
  /** "Every key", where a range's end stands. */
  static final ByteString ALL = ByteString.copyFrom(new byte[] {0});

  private Messages() {}

  static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  /** The first key of a prefix; of the empty one, the smallest key that there is. */
  static ByteString firstOf(String prefix) {
    return prefix.isEmpty() ? ALL : bytes(prefix);
  }

  /** The first key behind all that start with a prefix. */
  static ByteString endOf(String prefix) {
    byte[] end = bytes(prefix).toByteArray();
    for (int i = end.length - 1; i >= 0; i--) {
      if (end[i] != (byte) 0xff) {
        end[i]++;
        return ByteString.copyFrom(end, 0, i + 1);
      }
    }
    return ALL;
  }

  /** An entry; nothing when the key is no UTF-8, as none of ours is. */
  static Optional<Entry> entry(KeyValue kv) {
    if (!kv.getKey().isValidUtf8()) {
      return Optional.empty();
    }
    return Optional.of(
        new Entry(
            kv.getKey().toStringUtf8(),
            kv.getValue().toStringUtf8(),
            kv.getCreateRevision(),
            kv.getModRevision(),
            kv.getLease()));
  }

  static TxnRequest txn(Txn txn) {
    TxnRequest.Builder request = TxnRequest.newBuilder();
    for (Guard guard : txn.guards()) {
      request.addCompare(compare(guard));
    }
    for (Write write : txn.writes()) {
      request.addSuccess(operation(write));
    }
    for (String key : txn.readIfRefused()) {
      RangeRequest read = RangeRequest.newBuilder().setKey(bytes(key)).build();
      request.addFailure(RequestOp.newBuilder().setRequestRange(read));
    }
    return request.build();
  }

  static TxnResult result(TxnResponse response) {
    List<Entry> present = new ArrayList<>();
    if (!response.getSucceeded()) {
      for (ResponseOp read : response.getResponsesList()) {
        read.getResponseRange().getKvsList().forEach(kv -> entry(kv).ifPresent(present::add));
      }
    }
    return new TxnResult(response.getSucceeded(), response.getHeader().getRevision(), present);
  }

  private static Compare compare(Guard guard) {
    Compare.Builder compare = Compare.newBuilder().setKey(bytes(guard.key()));
    switch (guard) {
      case Guard.CreateRevisionIs(_, long revision) ->
          compare
              .setTarget(CompareTarget.CREATE)
              .setResult(CompareResult.EQUAL)
              .setCreateRevision(revision);
      case Guard.ModRevisionIs(_, long revision) ->
          compare
              .setTarget(CompareTarget.MOD)
              .setResult(CompareResult.EQUAL)
              .setModRevision(revision);
      case Guard.ModRevisionBelow(_, long revision) ->
          compare
              .setTarget(CompareTarget.MOD)
              .setResult(CompareResult.LESS)
              .setModRevision(revision);
      case Guard.Present(_) ->
          compare
              .setTarget(CompareTarget.CREATE)
              .setResult(CompareResult.GREATER)
              .setCreateRevision(0);
    }
    return compare.build();
  }

  private static RequestOp operation(Write write) {
    RequestOp.Builder operation = RequestOp.newBuilder();
    switch (write) {
      case Write.Put(String key, String value, long lease) ->
          operation.setRequestPut(
              PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value)).setLease(lease));
      case Write.Delete(String key) ->
          operation.setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(bytes(key)));
    }
    return operation.build();
  }
}
