package dev.meso.store.etcd;

import com.google.protobuf.UnknownFieldSet;
import dev.meso.store.port.Store;
import dev.meso.store.port.WatchListener;
import dev.meso.store.port.WatchListener.Change;
import dev.meso.store.port.WatchListener.WatchEnd;
import dev.meso.store.port.WatchRequest;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch on a stream of its own: it ends for its own reasons only, and ending it ends the
 * stream. It never resumes by itself; who lost it watches anew, behind what it has seen.
 */
final class EtcdWatch extends ClientCall.Listener<WatchResponse> implements Store.Watch {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdWatch.class);

  /** Ends the stream when the member that serves it has lost the rest of the cluster. */
  private static final Metadata.Key<String> HAS_LEADER =
      Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

  /** The request's field {@code fragment}, which the published stubs do not know. */
  private static final int REQUEST_FRAGMENT = 8;

  /** The answer's field {@code fragment}: more of the same revision follows. */
  private static final int RESPONSE_FRAGMENT = 7;

  private final WatchListener listener;
  private final ClientCall<io.etcd.jetcd.api.WatchRequest, WatchResponse> call;
  private final Consumer<EtcdWatch> onOver;
  private final AtomicBoolean over = new AtomicBoolean();

  private EtcdWatch(ManagedChannel channel, WatchListener listener, Consumer<EtcdWatch> onOver) {
    this.listener = listener;
    this.onOver = onOver;
    this.call = channel.newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
  }

  /** A watch that {@link #start} sets up. */
  static EtcdWatch on(ManagedChannel channel, WatchListener listener, Consumer<EtcdWatch> onOver) {
    return new EtcdWatch(channel, listener, onOver);
  }

  void start(WatchRequest request) {
    Metadata headers = new Metadata();
    headers.put(HAS_LEADER, "true");
    call.start(this, headers);
    call.request(1);
    call.sendMessage(create(request));
  }

  @Override
  public void cancel() {
    if (over.compareAndSet(false, true)) {
      leave("Cancelled by the watcher");
    }
  }

  @Override
  public void onMessage(WatchResponse response) {
    if (over.get()) {
      return;
    }
    try {
      hear(response);
    } catch (RuntimeException fault) {
      LOG.atError().setCause(fault).log("Watch listener failed, its watch was ended");
      end(new WatchEnd.Broken("the listener failed: " + fault));
      leave("The listener failed");
      return;
    }
    call.request(1);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    String why = status.isOk() ? "etcd closed the stream" : describe(status);
    end(new WatchEnd.Broken(why));
    onOver.accept(this);
  }

  private void hear(WatchResponse response) {
    long revision = response.getHeader().getRevision();
    if (response.getCreated() && !response.getCanceled()) {
      listener.onCreated(revision, response.getHeader().getClusterId());
    }
    if (response.getCanceled()) {
      long compacted = response.getCompactRevision();
      end(
          compacted > 0
              ? new WatchEnd.Compacted(compacted)
              : new WatchEnd.Broken("etcd ended it: " + response.getCancelReason()));
      leave("Ended by etcd");
    } else if (response.getEventsCount() > 0) {
      listener.onChanges(changes(response.getEventsList()), !fragment(response));
    } else if (!response.getCreated()) {
      listener.onProgress(revision);
    }
  }

  private void end(WatchEnd why) {
    if (over.compareAndSet(false, true)) {
      listener.onEnd(why);
    }
  }

  private void leave(String why) {
    call.cancel(why, null);
    onOver.accept(this);
  }

  /** Changes of keys that are ours: one whose name is no UTF-8 is not, and is left out. */
  private static List<Change> changes(List<Event> events) {
    List<Change> changes = new ArrayList<>(events.size());
    for (Event event : events) {
      var kv = event.getKv();
      if (event.getType() == Event.EventType.PUT) {
        Messages.entry(kv).ifPresent(entry -> changes.add(new Change.Put(entry)));
      } else if (kv.getKey().isValidUtf8()) {
        changes.add(new Change.Deleted(kv.getKey().toStringUtf8(), kv.getModRevision()));
      }
    }
    return changes;
  }

  private static boolean fragment(WatchResponse response) {
    UnknownFieldSet unknown = response.getUnknownFields();
    return unknown.hasField(RESPONSE_FRAGMENT)
        && unknown.getField(RESPONSE_FRAGMENT).getVarintList().contains(1L);
  }

  private static io.etcd.jetcd.api.WatchRequest create(WatchRequest request) {
    UnknownFieldSet fragment =
        UnknownFieldSet.newBuilder()
            .addField(REQUEST_FRAGMENT, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    return io.etcd.jetcd.api.WatchRequest.newBuilder()
        .setCreateRequest(
            WatchCreateRequest.newBuilder()
                .setKey(Messages.firstOf(request.prefix()))
                .setRangeEnd(Messages.endOf(request.prefix()))
                .setStartRevision(request.fromRevision())
                .setProgressNotify(true)
                .setUnknownFields(fragment))
        .build();
  }

  private static String describe(Status status) {
    return status.getDescription() == null
        ? status.getCode().toString()
        : status.getCode() + ": " + status.getDescription();
  }
}
