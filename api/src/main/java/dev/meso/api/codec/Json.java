package dev.meso.api.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meso.api.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Records as JSON, for etcd and for the wire: compact, fields in the record's order, what is absent
 * or an empty collection left out, times as RFC 3339 in UTC, durations as {@link Durations} writes
 * them. Reading is lenient: unknown fields are ignored, but what a record requires must be there.
 * Thread-safe.
 */
public final class Json {
  private static final JsonMapper MAPPER = mapper();

  private static final DefaultPrettyPrinter PRETTY =
      new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                  .withObjectEmptySeparator("")
                  .withArrayEmptySeparator(""))
          .withObjectIndenter(new DefaultIndenter("  ", "\n"))
          .withArrayIndenter(new DefaultIndenter("  ", "\n"));

  private Json() {}

  /** Writes a record, or whatever is made of records, lists, maps and scalars. */
  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The same as {@link #write} with line breaks and two spaces of indentation, for people. */
  public static String pretty(Object value) {
    return MAPPER.writer().with(PRETTY).writeValueAsString(value);
  }

  /**
   * Reads a stored record.
   *
   * @throws MalformedRecord if the text is no JSON or lacks what the record requires
   */
  public static <T> T read(Class<T> type, String json) {
    try {
      return required(type, MAPPER.readValue(json, type));
    } catch (JacksonException e) {
      throw malformed(type, e);
    }
  }

  /**
   * Reads a JSON object without a schema.
   *
   * @throws MalformedRecord if the text is no JSON object
   */
  public static ObjectNode readTree(String json) {
    try {
      if (MAPPER.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw malformed(ObjectNode.class, e);
    }
    throw new MalformedRecord(
        "Reading a JSON object: expected an object, found another value", null);
  }

  /** The tree of a record. */
  public static ObjectNode toTree(Record value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * The record of a tree, read leniently.
   *
   * @throws MalformedRecord if the tree lacks what the record requires
   */
  public static <T> T fromTree(Class<T> type, JsonNode tree) {
    try {
      return required(type, MAPPER.treeToValue(tree, type));
    } catch (JacksonException e) {
      throw malformed(type, e);
    }
  }

  private static <T> T required(Class<T> type, T value) {
    if (value == null) {
      throw new MalformedRecord(
          "Reading " + type.getSimpleName() + ": expected an object, found null", null);
    }
    return value;
  }

  private static MalformedRecord malformed(Class<?> type, JacksonException e) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return new MalformedRecord(
        "Reading "
            + type.getSimpleName()
            + (path.isEmpty() ? "" : " at " + path)
            + ": "
            + e.getOriginalMessage(),
        e);
  }

  private static JsonMapper mapper() {
    SimpleModule own = new SimpleModule("meso");
    own.addSerializer(new DurationWriter());
    own.addSerializer(new InstantWriter());
    own.addDeserializer(Duration.class, new DurationReader());
    own.addDeserializer(String.class, new SharedTexts());
    return JsonMapper.builder()
        .addModule(own)
        .annotationIntrospector(new RecordRules())
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .withConfigOverride(List.class, Json::leaveOutEmpty)
        .withConfigOverride(Map.class, Json::leaveOutEmpty)
        .withConfigOverride(SortedMap.class, Json::leaveOutEmpty)
        .build();
  }

  private static void leaveOutEmpty(MutableConfigOverride override) {
    override.setInclude(
        JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS));
  }

  /** As {@link Instant#toString}. The records of one decision say one time again and again. */
  private static final class InstantWriter extends StdSerializer<Instant> {
    private record Written(Instant time, String text) {}

    private volatile Written last = new Written(Instant.EPOCH, Instant.EPOCH.toString());

    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
      Written known = last;
      if (!known.time.equals(value)) {
        known = new Written(value, value.toString());
        last = known;
      }
      out.writeString(known.text);
    }
  }

  private static final class DurationWriter extends StdSerializer<Duration> {
    DurationWriter() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator out, SerializationContext context) {
      out.writeString(Durations.format(value));
    }
  }

  private static final class DurationReader extends StdDeserializer<Duration> {
    DurationReader() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser in, DeserializationContext context) {
      String text = in.getString();
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException e) {
        throw context.weirdStringException(text, Duration.class, e.getMessage());
      }
    }
  }
}
