package dev.meso.store.etcd;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Tells gRPC the addresses of etcd's members, which it tries in order until one answers. Names are
 * looked up again whenever gRPC lost its connection.
 */
final class MemberResolver extends NameResolver {
  static final String SCHEME = "meso-etcd";

  private final EtcdAddress address;
  private final Executor lookups;
  private @Nullable Listener2 listener;

  private MemberResolver(EtcdAddress address, Executor lookups) {
    this.address = address;
    this.lookups = lookups;
  }

  static String target(EtcdAddress address) {
    return SCHEME
        + ":///"
        + String.join(",", address.members().stream().map(EtcdAddress.Member::toString).toList());
  }

  @Override
  public String getServiceAuthority() {
    return address.members().getFirst().toString();
  }

  @Override
  public void start(Listener2 listener) {
    this.listener = listener;
    refresh();
  }

  @Override
  public void refresh() {
    Listener2 to = listener;
    if (to != null) {
      lookups.execute(() -> to.onResult(resolve()));
    }
  }

  @Override
  public void shutdown() {}

  private ResolutionResult resolve() {
    List<EquivalentAddressGroup> found = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (EtcdAddress.Member member : address.members()) {
      InetSocketAddress socket = new InetSocketAddress(member.host(), member.port());
      if (socket.isUnresolved()) {
        unknown.add(member.host());
      } else {
        found.add(new EquivalentAddressGroup(socket));
      }
    }
    StatusOr<List<EquivalentAddressGroup>> result =
        found.isEmpty()
            ? StatusOr.fromStatus(
                Status.UNAVAILABLE.withDescription("Unknown host: " + String.join(", ", unknown)))
            : StatusOr.fromValue(found);
    return ResolutionResult.newBuilder().setAddressesOrError(result).build();
  }

  /** Makes resolvers for targets with our scheme. */
  static final class Provider extends NameResolverProvider {
    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
      if (!SCHEME.equals(target.getScheme())) {
        return null;
      }
      Executor lookups = args.getOffloadExecutor();
      return new MemberResolver(
          EtcdAddress.parse(target.getPath().substring(1)),
          lookups == null ? Runnable::run : lookups);
    }

    @Override
    public String getDefaultScheme() {
      return SCHEME;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
      return Set.of(InetSocketAddress.class);
    }

    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return 5;
    }
  }
}
