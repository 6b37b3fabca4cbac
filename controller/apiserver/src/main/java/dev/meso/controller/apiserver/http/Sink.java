package dev.meso.controller.apiserver.http;

/** Where a streamed reply goes. Used by one thread. */
public interface Sink {

  /** Bytes that writers put together before they write, roughly. */
  int CHUNK_BYTES = 64 * 1024;

  /**
   * Writes a piece and waits while the client is behind.
   *
   * @throws ClientGone when nobody reads any more
   */
  void write(byte[] piece) throws InterruptedException, ClientGone;

  /** The client left, or read nothing for too long. Nothing to report to anybody. */
  final class ClientGone extends Exception {
    private static final long serialVersionUID = 1;

    public ClientGone(String why) {
      super(why, null, false, false);
    }
  }
}
