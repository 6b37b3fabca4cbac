package dev.meso.agent.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secret that controllers show to agents. It is compared in constant time and never appears in
 * a log or message.
 */
public final class AgentToken {
  private static final int BYTES = 32;
  private static final int CHARACTERS_MIN = 16;
  private static final Integer ROOT = 0;
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);
  private static final String SCHEME = "Bearer ";

  private final byte[] secret;

  private AgentToken(String secret) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the token, making the file (0600) if there is none. Several processes may do so at once:
   * all of them get the same token.
   *
   * @throws IOException if the file cannot be read or made, holds no token, may be read or written
   *     by others than its owner, or belongs to somebody else than this user or root
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
    checkPrivate(file);
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

  /** Who reads the token may run programs on agents; who writes it, too. */
  private static void checkPrivate(Path file) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (!Collections.disjoint(permissions, OF_OTHERS)) {
      throw new IOException(
          "Token file "
              + file
              + ": expected mode 0600, found "
              + PosixFilePermissions.toString(permissions)
              + ": others may read or write it; chmod 600 "
              + file);
    }
    Object owner = Files.getAttribute(file, "unix:uid");
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (!acceptable(owner, self)) {
      throw new IOException(
          "Token file "
              + file
              + ": expected it to belong to user "
              + self
              + " or root, found user "
              + attributes.owner().getName());
    }
  }

  /** Whether a token file of this user may be used by that one. */
  static boolean acceptable(Object owner, Object self) {
    return owner.equals(self) || owner.equals(ROOT);
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
