package dev.meso.controller.apiserver.http;

/** What kind of capacity a request takes. */
public enum Lane {
  /** None: health and metrics answer always. */
  FREE,
  READ,
  WRITE,
  /** Held as long as the stream runs. */
  STREAM
}
