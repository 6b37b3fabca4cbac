package dev.meso.agent.http;

/** An answer that is not the one asked for. */
final class HttpProblem extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  HttpProblem(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
