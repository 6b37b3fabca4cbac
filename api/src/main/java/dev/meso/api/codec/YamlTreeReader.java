package dev.meso.api.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The documents of a YAML 1.2 text. Nothing is constructed, no tag but {@code !!str} is known, and
 * an alias can only refer to what is complete before it.
 */
final class YamlTreeReader implements TreeReader {
  private static final String STRING_TAG = "tag:yaml.org,2002:str";

  private final Iterator<Event> events;
  private final Map<String, TreeBuilder.Part> anchors = new TreeMap<>();
  private final Deque<Optional<String>> openAnchors = new ArrayDeque<>();
  private int lastLine = 1;

  YamlTreeReader(String text, String source) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(source).setCodePointLimit(Integer.MAX_VALUE).build();
    events = new Parse(settings).parseString(text).iterator();
  }

  @Override
  public @Nullable Tree next() {
    TreeBuilder builder = new TreeBuilder();
    try {
      while (events.hasNext()) {
        Event event = events.next();
        switch (event.getEventId()) {
          case DocumentStart -> {
            anchors.clear();
            openAnchors.clear();
          }
          case DocumentEnd -> {
            return builder.root();
          }
          case StreamStart, StreamEnd, Comment -> {}
          case Scalar, Alias, MappingStart, MappingEnd, SequenceStart, SequenceEnd ->
              accept(event, builder);
        }
      }
      return null;
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(mark -> mark.getLine() + 1).orElse(0);
      throw new SyntaxProblem("is no YAML: " + e.getProblem(), line);
    } catch (YamlEngineException e) {
      throw new SyntaxProblem("is no YAML: " + Tree.clip(String.valueOf(e.getMessage())), lastLine);
    }
  }

  private void accept(Event event, TreeBuilder builder) {
    int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    lastLine = line;
    switch (event) {
      case ScalarEvent scalar -> scalar(scalar, line, builder);
      case AliasEvent alias -> {
        if (builder.wantsKey()) {
          throw new SyntaxProblem("expected text as a key, found an alias", line);
        }
        String name = alias.getAlias().getValue();
        TreeBuilder.Part part = anchors.get(name);
        if (part == null) {
          throw new SyntaxProblem(
              "expected an anchor &" + name + " that is complete before its alias, found none",
              line);
        }
        builder.add(part, line);
      }
      case CollectionStartEvent start -> {
        if (builder.wantsKey()) {
          throw new SyntaxProblem("expected text as a key, found a map or a list", line);
        }
        start.getTag().ifPresent(tag -> refuseTag(tag, line));
        openAnchors.push(anchor(start));
        if (start instanceof MappingStartEvent) {
          builder.startMap(line);
        } else {
          builder.startList(line);
        }
      }
      default -> {
        TreeBuilder.Part part = builder.end();
        openAnchors.pop().ifPresent(name -> anchors.put(name, part));
      }
    }
  }

  private void scalar(ScalarEvent scalar, int line, TreeBuilder builder) {
    String text = scalar.getValue();
    boolean asText = !scalar.isPlain();
    if (scalar.getTag().isPresent()) {
      String tag = scalar.getTag().get();
      if (!tag.equals(STRING_TAG) && !tag.equals("!")) {
        throw refuseTag(tag, line);
      }
      asText = true;
    }
    if (builder.wantsKey()) {
      if (text.equals("<<") && !asText) {
        throw new SyntaxProblem(
            "expected a field, found the merge key <<, which YAML 1.2 does not have", line);
      }
      builder.key(text, line);
      return;
    }
    Tree tree = asText ? new Tree.Text(line, text) : YamlScalars.resolve(text, line);
    anchor(scalar)
        .ifPresent(name -> anchors.put(name, new TreeBuilder.Part(tree, text.length() + 1L, 0)));
    builder.scalar(tree, text.length());
  }

  private static SyntaxProblem refuseTag(String tag, int line) {
    throw new SyntaxProblem("expected no tag but !!str, found " + Tree.clip(tag), line);
  }

  private static Optional<String> anchor(NodeEvent event) {
    return event.getAnchor().map(anchor -> anchor.getValue());
  }
}
