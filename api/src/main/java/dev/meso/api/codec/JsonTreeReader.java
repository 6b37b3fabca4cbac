package dev.meso.api.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON values, one after the other. */
final class JsonTreeReader implements TreeReader {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;

  JsonTreeReader(String text) {
    parser = FACTORY.createParser(ObjectReadContext.empty(), text);
  }

  @Override
  public @Nullable Tree next() {
    TreeBuilder builder = new TreeBuilder();
    try {
      while (builder.root() == null) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return null;
        }
        accept(token, builder);
      }
      return builder.root();
    } catch (JacksonException e) {
      // Also what is JSON and longer than the parser reads, such as a number of 2,000 digits.
      throw new SyntaxProblem(
          "is no JSON: " + e.getOriginalMessage(), parser.currentLocation().getLineNr());
    }
  }

  private void accept(JsonToken token, TreeBuilder builder) {
    int line = parser.currentTokenLocation().getLineNr();
    switch (token) {
      case START_OBJECT -> builder.startMap(line);
      case START_ARRAY -> builder.startList(line);
      case END_OBJECT, END_ARRAY -> builder.end();
      case PROPERTY_NAME -> builder.key(parser.currentName(), line);
      case VALUE_STRING -> {
        String text = parser.getString();
        builder.scalar(new Tree.Text(line, text), text.length());
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        String text = parser.getString();
        builder.scalar(new Tree.Num(line, text), text.length());
      }
      case VALUE_TRUE -> builder.scalar(new Tree.Bool(line, true), 4);
      case VALUE_FALSE -> builder.scalar(new Tree.Bool(line, false), 4);
      case VALUE_NULL -> builder.scalar(new Tree.Nil(line), 4);
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("a JSON text has no such token: " + token);
    }
  }
}
