package dev.meso.cli.command;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.InvalidInput;
import dev.meso.api.codec.Json;
import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.validation.Defaults;
import dev.meso.api.validation.Validation;
import dev.meso.cli.client.Trees;
import dev.meso.cli.session.Failure;
import dev.meso.cli.session.Session;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of {@code -f} and checks everything in them, so that a mistake in the last file
 * is found before the first object is written.
 */
final class ManifestFiles {
  private static final String STANDARD_INPUT = "-";
  private static final int DEPTH_MAX = 32;

  private final Session session;
  private final NamespaceOption namespace;
  private final List<String> mistakes = new ArrayList<>();
  private final Map<String, Manifest> found = new LinkedHashMap<>();

  private ManifestFiles(Session session, NamespaceOption namespace) {
    this.session = session;
    this.namespace = namespace;
  }

  /** All objects of all files: namespaces first, then queues, otherwise in order. */
  static List<Manifest> read(
      Session session, List<String> files, boolean recursive, NamespaceOption namespace) {
    ManifestFiles reader = new ManifestFiles(session, namespace);
    for (String file : files) {
      if (file.equals(STANDARD_INPUT)) {
        reader.text(reader.standardInput(), "standard input");
      } else {
        for (Path path : paths(Path.of(file), recursive)) {
          reader.file(path);
        }
      }
    }
    if (!reader.mistakes.isEmpty()) {
      throw Failure.usage(
          String.join("\nmeso: ", reader.mistakes) + "\nmeso: Nothing was sent to the server.");
    }
    if (reader.found.isEmpty()) {
      throw Failure.usage("Found no objects in " + String.join(", ", files));
    }
    List<Manifest> ordered = new ArrayList<>(reader.found.values());
    ordered.sort(Comparator.comparingInt(ManifestFiles::turn));
    return ordered;
  }

  /** What others need comes first: namespaces to be in, then queues to wait in. */
  private static int turn(Manifest manifest) {
    return manifest.kind() == Kind.NAMESPACE ? 0 : manifest.kind() == Kind.QUEUE ? 1 : 2;
  }

  private static List<Path> paths(Path named, boolean recursive) {
    if (!Files.exists(named)) {
      throw Failure.usage("File not found: " + named);
    }
    if (!Files.isDirectory(named)) {
      return List.of(named);
    }
    try (Stream<Path> walk = Files.walk(named, recursive ? DEPTH_MAX : 1)) {
      List<Path> files = walk.filter(ManifestFiles::holdsObjects).sorted().toList();
      if (files.isEmpty()) {
        throw Failure.usage(
            "Found no .yaml, .yml or .json file in directory "
                + named
                + (recursive ? "" : " (-R looks below it too)"));
      }
      return files;
    } catch (IOException | java.io.UncheckedIOException e) {
      throw Failure.usage("Cannot read directory " + named + ": " + e.getMessage());
    }
  }

  private static boolean holdsObjects(Path path) {
    String name = String.valueOf(path.getFileName());
    return Files.isRegularFile(path)
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  private String standardInput() {
    try {
      return new String(session.in().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Failure.usage("Cannot read standard input: " + e.getMessage());
    }
  }

  private void file(Path path) {
    try {
      text(Files.readString(path), path.toString());
    } catch (CharacterCodingException _) {
      mistakes.add(path + ": expected text in UTF-8");
    } catch (IOException e) {
      throw Failure.usage("Cannot read file " + path + ": " + e.getMessage());
    }
  }

  private void text(String text, String source) {
    List<ApiObject> objects;
    try {
      objects = Manifests.read(text, source);
    } catch (InvalidInput invalid) {
      for (FieldError error : invalid.errors()) {
        mistakes.add(error.toString());
      }
      return;
    }
    for (ApiObject object : objects) {
      object(object, source);
    }
  }

  private void object(ApiObject object, String source) {
    Kind kind = Kind.of(object);
    ObjectMeta meta = object.metadata();
    String name = meta.name();
    String where = source + ": " + kind.singular() + "/" + (name == null ? "?" : name);
    String room = null;
    if (kind.namespaced()) {
      room = room(meta.namespace(), where);
      object = object.withMetadata(meta.toBuilder().namespace(room).build());
    }
    ApiObject complete = Defaults.apply(object);
    List<FieldError> errors = Validation.check(complete);
    if (name == null && errors.isEmpty()) {
      errors = List.of(new FieldError("metadata.name", "expected a name, found none"));
    }
    errors.forEach(error -> mistakes.add(where + ": " + error));
    if (!errors.isEmpty() || name == null) {
      return;
    }
    Manifest manifest =
        new Manifest(
            kind, room, name, Trees.parse(Json.write(object)), Trees.parse(Json.write(complete)));
    if (found.putIfAbsent(room + "/" + manifest.ref(), manifest) != null) {
      mistakes.add(where + ": named twice in these files");
    }
  }

  private String room(@Nullable String written, String where) {
    String meant = namespace.name(session);
    if (written == null) {
      return meant;
    }
    if (namespace.given() && !written.equals(meant)) {
      mistakes.add(
          where + ": metadata.namespace: expected " + meant + " as -n says, found " + written);
    }
    return written;
  }
}
