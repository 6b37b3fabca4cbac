package dev.meso.benchmarks.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A table and, if there is one, a picture.
 *
 * @param suffix what is added to the name of the files
 */
record Report(String suffix, String table, @Nullable String picture) {

  void write(Path out, String workload) throws IOException {
    Files.createDirectories(out);
    String name = "trace-" + workload + suffix;
    Files.writeString(out.resolve(name + ".md"), table, StandardCharsets.UTF_8);
    if (picture != null) {
      Files.writeString(out.resolve(name + ".svg"), picture, StandardCharsets.UTF_8);
    }
  }
}
