package dev.meso.store.etcd;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A connection to etcd that comes back soon after etcd does: gRPC alone would wait up to two
 * minutes longer. Callbacks run on the event loop, with no hop to another thread.
 */
final class EtcdChannel {
  /** How often a lost connection is tried again. */
  private static final Duration RECONNECT_EVERY = Duration.ofMillis(250);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** etcd takes pings that come more often than each 5 s for an attack. */
  private static final Duration PING_EVERY = Duration.ofSeconds(6);

  private static final Duration PING_TIMEOUT = Duration.ofSeconds(5);

  static {
    NameResolverRegistry.getDefaultRegistry().register(new MemberResolver.Provider());
  }

  private final ManagedChannel channel;
  private final EventLoopGroup loops;

  EtcdChannel(EtcdAddress address, EventLoopGroup loops, int messageBytesMax) {
    this.loops = loops;
    this.channel =
        NettyChannelBuilder.forTarget(MemberResolver.target(address))
            .usePlaintext()
            .eventLoopGroup(loops)
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .disableRetry()
            .maxInboundMessageSize(messageBytesMax)
            .keepAliveTime(PING_EVERY.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(PING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
            .build();
    follow();
  }

  ManagedChannel grpc() {
    return channel;
  }

  void close() {
    channel.shutdownNow();
  }

  /** Keeps the channel connected: asks for a connection when it has none, and again and again. */
  private void follow() {
    ConnectivityState state = channel.getState(true);
    switch (state) {
      case SHUTDOWN -> {}
      case TRANSIENT_FAILURE -> later();
      case IDLE, CONNECTING, READY -> channel.notifyWhenStateChanged(state, this::follow);
    }
  }

  private void later() {
    try {
      var _ =
          loops.schedule(
              () -> {
                channel.resetConnectBackoff();
                follow();
              },
              RECONNECT_EVERY.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // The store was closed meanwhile: nobody waits for the connection any more.
      channel.shutdownNow();
    }
  }
}
