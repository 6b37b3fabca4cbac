package dev.meso.cli;

import dev.meso.cli.session.Output;
import dev.meso.cli.session.Session;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.InstantSource;

/** The {@code meso} command. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] args) {
    Session session =
        new Session(
            System.getenv(),
            System.in,
            new Output(new FileOutputStream(FileDescriptor.out)),
            new Output(new FileOutputStream(FileDescriptor.err)),
            InstantSource.system());
    System.exit(new Cli(session).run(args));
  }
}
