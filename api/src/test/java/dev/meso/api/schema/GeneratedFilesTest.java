package dev.meso.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.Yaml;
import dev.meso.api.kind.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Files that are made from the sources are what the sources say now. With {@code
 * -Dmeso.generate=true}, as {@code hack/generate.sh} runs it, they are written.
 */
final class GeneratedFilesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SOURCES = ROOT.resolve("api/src/main/java");
  private static final Path CRDS = ROOT.resolve("crds");

  @Test
  void generatedFilesAreCurrent() throws IOException {
    Map<Path, String> files = files();
    if (Boolean.getBoolean("meso.generate")) {
      for (Map.Entry<Path, String> file : files.entrySet()) {
        Files.createDirectories(file.getKey().getParent());
        Files.writeString(file.getKey(), file.getValue(), StandardCharsets.UTF_8);
      }
    }
    for (Map.Entry<Path, String> file : files.entrySet()) {
      assertThat(file.getKey()).as("run hack/generate.sh").exists();
      assertThat(Files.readString(file.getKey(), StandardCharsets.UTF_8))
          .as("%s is not what its sources say: run hack/generate.sh", file.getKey())
          .isEqualTo(file.getValue());
    }
    try (Stream<Path> found = Files.list(CRDS)) {
      assertThat(found.filter(path -> path.toString().endsWith(".yaml")))
          .as("definitions of kinds that exist")
          .allMatch(files::containsKey);
    }
  }

  @Test
  void textsSurviveTheFile() {
    Descriptions before =
        new Descriptions(new TreeMap<>(Map.of("A", "back\\slash: = #", "A.b", "ü – \n x")));
    assertThat(Descriptions.parse(before.text())).isEqualTo(before);
  }

  private static Map<Path, String> files() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    Descriptions descriptions = Javadoc.read(SOURCES);
    files.put(
        ROOT.resolve("api/src/main/resources/dev/meso/api/schema/descriptions.properties"),
        descriptions.text());
    CustomResources resources = new CustomResources(new Schemas(descriptions));
    for (Kind kind : CustomResources.KINDS) {
      files.put(
          CRDS.resolve(kind.plural() + ".yaml"),
          "# Made by hack/generate.sh from the records of dev.meso.api.kind; do not edit.\n"
              + Yaml.write(Json.readTree(Json.write(resources.definition(kind)))));
    }
    return files;
  }
}
