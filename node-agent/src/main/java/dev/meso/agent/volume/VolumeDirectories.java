package dev.meso.agent.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The directories of volumes below one root: {@code <uid>/}, which belongs to its user alone
 * (0700). One is made when it is first used. Nothing here removes one: it outlives tasks, sandboxes
 * and the agent.
 *
 * <p>A sandbox is its task's to write, so nothing in it is trusted: a mount goes through real
 * directories alone, and takes the place of nothing. Thread-safe.
 */
public final class VolumeDirectories {
  private static final Pattern UID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path root;

  /**
   * Volumes below {@code root}, which is made if it is not there.
   *
   * @throws IOException if it cannot be made
   */
  public VolumeDirectories(Path root) throws IOException {
    Files.createDirectories(root, PosixFilePermissions.asFileAttribute(PRIVATE));
    this.root = root.toRealPath();
  }

  /**
   * The directory of a volume, made if it is not there.
   *
   * @throws IOException if it cannot be made, or something else has its name
   */
  public Path directory(String uid) throws IOException {
    if (!UID.matcher(uid).matches()) {
      throw new IOException(
          "uid of a volume: expected at most 64 letters, digits and hyphens, found '" + uid + "'");
    }
    Path directory = root.resolve(uid);
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    }
    return directory;
  }

  /**
   * Makes a symbolic link to a volume in a sandbox; one that is there already is left.
   *
   * @param sandbox absolute, without links in it
   * @param mountPath relative, without {@code ..}
   * @throws IOException if the path would leave the sandbox or goes through a link, or something
   *     else is there
   */
  public static void link(Path sandbox, String mountPath, Path directory) throws IOException {
    Path link = sandbox.resolve(mountPath);
    if (mountPath.isEmpty()
        || !link.normalize().equals(link)
        || !link.startsWith(sandbox)
        || link.equals(sandbox)) {
      throw new IOException(
          "mountPath: expected a relative path in the sandbox, found '" + mountPath + "'");
    }
    Path at = sandbox;
    Path parents = sandbox.relativize(link).getParent();
    if (parents != null) {
      for (Path part : parents) {
        at = at.resolve(part);
        if (Files.notExists(at, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(at, PosixFilePermissions.asFileAttribute(PRIVATE));
        }
        if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
          throw new IOException("mountPath " + mountPath + ": expected a directory at " + at);
        }
      }
    }
    if (!leadsTo(link, directory)) {
      Files.createSymbolicLink(link, directory);
    }
  }

  private static boolean leadsTo(Path link, Path directory) throws IOException {
    if (!Files.isSymbolicLink(link)) {
      return false;
    }
    try {
      if (Files.readSymbolicLink(link).equals(directory)) {
        return true;
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    throw new IOException("expected nothing at " + link + ", found a link to elsewhere");
  }
}
