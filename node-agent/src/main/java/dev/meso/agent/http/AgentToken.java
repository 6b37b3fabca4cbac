package dev.meso.agent.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The secret that controllers show to agents. It is compared in constant time and never appears in
 * a log or message.
 */
public final class AgentToken {
  private static final int BYTES = 32;
  private static final int CHARACTERS_MIN = 16;
  private static final String SCHEME = "Bearer ";

  private final byte[] secret;

  private AgentToken(String secret) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the token, making the file (0600) if there is none. Several processes may do so at once:
   * all of them get the same token.
   *
   * @throws IOException if the file cannot be read or made, or holds no token
   */
  public static AgentToken readOrCreate(Path file) throws IOException {
    try {
      return read(file);
    } catch (NoSuchFileException e) {
      create(file);
      return read(file);
    }
  }

  /** The secret itself, for those who show it to agents. It belongs into no log and no message. */
  public String secret() {
    return new String(secret, StandardCharsets.UTF_8);
  }

  private static AgentToken read(Path file) throws IOException {
    String secret = Files.readString(file).strip();
    if (secret.length() < CHARACTERS_MIN) {
      throw new IOException(
          "Token file "
              + file
              + ": expected at least "
              + CHARACTERS_MIN
              + " characters, found "
              + secret.length());
    }
    return new AgentToken(secret);
  }

  private static void create(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path fresh =
        Files.createTempFile(
            directory,
            ".token",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, HexFormat.of().formatHex(random) + "\n");
      // A link appears whole, and only if nobody was quicker.
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // Somebody was quicker; theirs is read.
    } finally {
      Files.delete(fresh);
    }
  }

  /** Whether an {@code Authorization} header shows this token. */
  public boolean isShownBy(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(SCHEME)) {
      return false;
    }
    byte[] shown = authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(secret, shown);
  }

  /** The header that shows it; for callers and tests. */
  public String header() {
    return SCHEME + new String(secret, StandardCharsets.UTF_8);
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "AgentToken";
  }
}
