package dev.meso.store.etcd.local;

/** There is no etcd, or it did not start; the message is for the user and says what to do. */
public final class EtcdNotUsable extends RuntimeException {
  private static final long serialVersionUID = 1;

  EtcdNotUsable(String message) {
    super(message);
  }
}
