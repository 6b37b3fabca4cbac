package dev.meso.controller.apiserver.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bearer tokens of a file, in the form of Kubernetes's static token file: lines of {@code
 * token,user,uid} and perhaps {@code ,"group1,group2"}. Empty lines and those that begin with a
 * hash sign are passed over; uids are read and not used.
 *
 * <p>Only hashes of tokens are kept, so a look-up tells nothing of a token by the time it takes.
 * {@link #refresh} reads the file again when it has changed; a file that cannot be read then leaves
 * what was. Thread-safe.
 */
public final class Tokens {
  private static final Logger log = LoggerFactory.getLogger(Tokens.class);

  /** Lines of the file at most. */
  static final int TOKENS_MAX = 10_000;

  /** Bytes of the file at most. */
  static final int FILE_BYTES_MAX = 4 << 20;

  /** Characters of a token at least: fewer can be guessed. */
  static final int TOKEN_LENGTH_MIN = 16;

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  private final Path file;
  private volatile Map<String, Principal> users;
  private byte[] content;

  private Tokens(Path file, byte[] content) {
    this.file = file;
    this.content = content;
    this.users = parse(file, content);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it cannot be read, is open to other users of the machine,
   *     or has a line that is none; no message holds a token
   */
  public static Tokens of(Path file) {
    return new Tokens(file, read(file));
  }

  /** Whose token this is. */
  Optional<Principal> principal(String token) {
    return Optional.ofNullable(users.get(hash(token)));
  }

  /** Reads the file again if it has changed. Blocks on the disk. */
  public synchronized void refresh() {
    try {
      byte[] now = read(file);
      if (!Arrays.equals(now, content)) {
        users = parse(file, now);
        content = now;
        log.atInfo()
            .addKeyValue("file", file)
            .addKeyValue("tokens", users.size())
            .log("Token file was read again");
      }
    } catch (IllegalArgumentException e) {
      log.atWarn()
          .addKeyValue("cause", e.getMessage())
          .log("Token file could not be read again; the tokens of before stay");
    }
  }

  private static byte[] read(Path file) {
    try {
      Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
      if (found.stream().anyMatch(OF_OTHERS::contains)) {
        throw new IllegalArgumentException(
            "Token file "
                + file
                + ": expected that other users cannot read it, found permissions that let them;"
                + " chmod 600 mends it");
      }
      long size = Files.size(file);
      if (size > FILE_BYTES_MAX) {
        throw new IllegalArgumentException(
            "Token file "
                + file
                + ": expected at most "
                + FILE_BYTES_MAX
                + " bytes, found "
                + size);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("Token file " + file + " cannot be read: " + e, e);
    }
  }

  private static Map<String, Principal> parse(Path file, byte[] content) {
    Map<String, Principal> users = new HashMap<>();
    int number = 0;
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      List<String> cells = cells(text);
      String where = "Token file " + file + ", line " + number + ": ";
      if (cells.size() < 3 || cells.size() > 4 || cells.get(1).isBlank()) {
        throw new IllegalArgumentException(
            where
                + "expected token,user,uid and perhaps \"group1,group2\", found "
                + cells.size()
                + " cells");
      }
      if (cells.getFirst().length() < TOKEN_LENGTH_MIN) {
        throw new IllegalArgumentException(
            where
                + "expected a token of at least "
                + TOKEN_LENGTH_MIN
                + " characters, found "
                + cells.getFirst().length());
      }
      List<String> groups =
          cells.size() < 4
              ? List.of()
              : Arrays.stream(cells.get(3).split(",", -1))
                  .map(String::strip)
                  .filter(group -> !group.isEmpty())
                  .toList();
      if (users.put(hash(cells.getFirst()), Principal.authenticated(cells.get(1), groups))
          != null) {
        throw new IllegalArgumentException(where + "expected each token once, found one again");
      }
      if (users.size() > TOKENS_MAX) {
        throw new IllegalArgumentException(where + "expected at most " + TOKENS_MAX + " tokens");
      }
    }
    return Map.copyOf(users);
  }

  /** The cells of a line, comma-separated; one in double quotes may have commas. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  private static String hash(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
