package dev.meso.agent.sandbox;

/** One of the two output streams of a container. */
public enum LogStream {
  /** Standard output. */
  STDOUT("stdout"),
  /** Standard error. */
  STDERR("stderr");

  private final String fileName;

  LogStream(String fileName) {
    this.fileName = fileName;
  }

  /** The name of the file being written; older ones have {@code .1}, {@code .2} … behind it. */
  public String fileName() {
    return fileName;
  }
}
