package dev.meso.store.etcd;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * A connection to etcd that comes back soon after etcd does: gRPC alone would wait up to two
 * minutes longer. It has one thread of its own, on which callbacks run, with no hop to another one.
 */
final class EtcdChannel {
  /** How often a lost connection is tried again. */
  private static final Duration RECONNECT_EVERY = Duration.ofMillis(250);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** etcd takes pings that come more often than each 5 s for an attack. */
  private static final Duration PING_EVERY = Duration.ofSeconds(6);

  private static final Duration PING_TIMEOUT = Duration.ofSeconds(5);

  /**
   * The thread ends when it had nothing to do for so long after the close, or in the end anyway.
   */
  private static final Duration QUIET = Duration.ofMillis(100);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  static {
    NameResolverRegistry.getDefaultRegistry().register(new MemberResolver.Provider());
  }

  private final ManagedChannel channel;
  private final EventLoopGroup loops;

  EtcdChannel(String name, EtcdAddress address, int messageBytesMax) {
    this.loops =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    this.channel =
        NettyChannelBuilder.forTarget(MemberResolver.target(address))
            .usePlaintext()
            .eventLoopGroup(loops)
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .disableRetry()
            .maxInboundMessageSize(messageBytesMax)
            .keepAliveTime(PING_EVERY.toMillis(), MILLISECONDS)
            .keepAliveTimeout(PING_TIMEOUT.toMillis(), MILLISECONDS)
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
            .build();
    follow();
  }

  ManagedChannel grpc() {
    return channel;
  }

  void close() {
    channel.shutdownNow();
    var _ = loops.shutdownGracefully(QUIET.toMillis(), CLOSE_WITHIN.toMillis(), MILLISECONDS);
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
              MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // The store was closed meanwhile: nobody waits for the connection any more.
      channel.shutdownNow();
    }
  }
}
