import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over every Java source of the checkout that changed since the last clean
 * run. With {@code --fix} as third argument it rewrites them; otherwise it names the files that
 * differ and exits 1.
 */
class FormatCheck {
  private static final int JDK_MIN = 25;

  public static void main(String[] args) throws Exception {
    String jar = args[0];
    Path root = Path.of(args[1]);
    boolean fix = args.length > 2 && args[2].equals("--fix");
    Path stamp = root.resolve("target/tools/format-stamp");
    long since = Files.exists(stamp) ? Files.getLastModifiedTime(stamp).toMillis() : 0;
    long started = System.currentTimeMillis();
    List<String> files = changedSources(root, since);
    if (files.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(newestJdk().resolve("bin/java").toString());
    for (String part : List.of("api", "code", "file", "parser", "tree", "util")) {
      command.add("--add-exports=jdk.compiler/com.sun.tools.javac." + part + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-XX:+UseSerialGC", "-jar", jar));
    command.addAll(fix ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    command.addAll(files);
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      System.err.println("The files above are not formatted. Run hack/format.sh.");
      System.exit(1);
    }
    Files.createDirectories(stamp.getParent());
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, java.nio.file.attribute.FileTime.fromMillis(started));
  }

  /** The JDK that runs this, or another one that can read our sources. */
  private static Path newestJdk() throws IOException {
    List<Path> candidates = new ArrayList<>();
    candidates.add(Path.of(System.getProperty("java.home")));
    for (String variable : List.of("MESO_JAVA_HOME", "JAVA_HOME")) {
      if (System.getenv(variable) != null) {
        candidates.add(Path.of(System.getenv(variable)));
      }
    }
    for (String parent : List.of("/usr/lib/jvm", System.getProperty("user.home") + "/.jdks")) {
      if (Files.isDirectory(Path.of(parent))) {
        try (Stream<Path> jdks = Files.list(Path.of(parent))) {
          jdks.sorted().forEach(candidates::add);
        }
      }
    }
    for (Path candidate : candidates) {
      if (version(candidate) >= JDK_MIN && Files.isExecutable(candidate.resolve("bin/javac"))) {
        return candidate;
      }
    }
    System.err.println("Formatting needs a JDK " + JDK_MIN + " or newer; set JAVA_HOME to one.");
    System.exit(1);
    throw new IllegalStateException();
  }

  private static int version(Path jdk) throws IOException {
    Path release = jdk.resolve("release");
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    for (String line : Files.readAllLines(release)) {
      if (line.startsWith("JAVA_VERSION=")) {
        String version = line.replaceAll("[^0-9.]", "");
        return Integer.parseInt(version.split("[.]")[0]);
      }
    }
    return 0;
  }

  private static List<String> changedSources(Path root, long since) throws IOException {
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = dir.getFileName().toString();
            boolean skip = name.equals("target") || (name.startsWith(".") && !dir.equals(root));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")
                && attributes.lastModifiedTime().toMillis() >= since) {
              files.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
