package dev.meso.cli.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that controllers show to agents, in a file that only its owner reads. */
final class TokenFile {
  private static final int BYTES = 32;

  private TokenFile() {}

  /** Makes the file with a new secret unless it is there. */
  static void ensure(Path file) {
    if (Files.exists(file)) {
      return;
    }
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    try {
      Path directory = file.toAbsolutePath().getParent();
      Files.createDirectories(directory);
      // Written beside and linked into place, so that a reader never sees half of it.
      Path fresh =
          Files.createTempFile(
              directory,
              ".token",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(fresh, HexFormat.of().formatHex(secret) + "\n");
        Files.createLink(file, fresh);
      } catch (FileAlreadyExistsException _) {
        // Another daemon was quicker; its secret is the one.
      } finally {
        Files.delete(fresh);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("agent token file " + file, e);
    }
  }

  /** Reads the secret. */
  static String read(Path file) {
    try {
      String secret = Files.readString(file).strip();
      if (secret.isEmpty()) {
        throw new DaemonFailure(
            "agent token file " + file + ": expected a secret, found an empty file");
      }
      return secret;
    } catch (IOException e) {
      throw new UncheckedIOException("agent token file " + file, e);
    }
  }
}
