package dev.meso.store.etcd;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where etcd listens for clients: one {@code host:port} of each member that may be used.
 *
 * @param members in the order in which they are tried; at least one
 */
public record EtcdAddress(List<Member> members) {
  private static final int PORT_DEFAULT = 2379;

  public EtcdAddress {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("An etcd address needs at least one member");
    }
  }

  /** One member's client address. */
  public record Member(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * Reads URLs separated by commas, as etcd's own tools take them: {@code
   * http://10.0.0.1:2379,http://10.0.0.2:2379}; the scheme and the port may be left out.
   *
   * @throws IllegalArgumentException saying what is wrong with which part
   */
  public static EtcdAddress parse(String urls) {
    List<Member> members = new ArrayList<>();
    for (String url : urls.split(",", -1)) {
      members.add(member(url.strip()));
    }
    return new EtcdAddress(members);
  }

  private static Member member(String url) {
    String whole = url.contains("://") ? url : "http://" + url;
    URI uri;
    try {
      uri = new URI(whole);
    } catch (URISyntaxException malformed) {
      throw wrong(url, malformed.getReason());
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (scheme.equals("https")) {
      throw wrong(url, "TLS to etcd is not supported yet");
    }
    if (!scheme.equals("http")) {
      throw wrong(url, "the scheme is " + scheme);
    }
    String host = uri.getHost();
    if (host == null) {
      throw wrong(url, "it names no host");
    }
    String path = uri.getPath();
    if (uri.getUserInfo() != null || !(path.isEmpty() || path.equals("/"))) {
      throw wrong(url, "it holds more than host and port");
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Member(bare, uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort());
  }

  private static IllegalArgumentException wrong(String url, String why) {
    return new IllegalArgumentException(
        "etcd URL \"" + url + "\" is not usable: " + why + "; expected http://host:port");
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return String.join(",", members.stream().map(member -> "http://" + member).toList());
  }
}
