package dev.meso.api.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the documentation of the records says, as plain text. It is taken from the sources by {@code
 * hack/generate.sh} and kept as a resource, for a running program has no sources. Immutable.
 *
 * @param texts by {@code Type} and {@code Type.field}, types by their simple names
 */
public record Descriptions(SortedMap<String, String> texts) {
  private static final String RESOURCE = "descriptions.properties";

  public Descriptions {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /** Those that the program was built with. */
  public static Descriptions built() {
    try (InputStream in = Descriptions.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("expected the resource " + RESOURCE + ", found nothing");
      }
      return read(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what {@link #text} wrote. */
  public static Descriptions parse(String text) {
    try {
      return read(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Descriptions read(Reader in) throws IOException {
    Properties properties = new Properties();
    properties.load(in);
    TreeMap<String, String> texts = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      texts.put(name, properties.getProperty(name));
    }
    return new Descriptions(texts);
  }

  /** One {@code name=text} line for each, sorted. */
  public String text() {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      lines.append(entry.getKey()).append('=');
      lines.append(entry.getValue().replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    }
    return lines.toString();
  }

  /** What a type is for. */
  public Optional<String> of(Class<?> type) {
    return Optional.ofNullable(texts.get(type.getSimpleName()));
  }

  /** What a field of a record means. */
  public Optional<String> of(Class<?> type, String field) {
    return Optional.ofNullable(texts.get(type.getSimpleName() + "." + field));
  }
}
