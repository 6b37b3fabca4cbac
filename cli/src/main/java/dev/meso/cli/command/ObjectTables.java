package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.output.Columns;
import dev.meso.cli.output.Format;
import dev.meso.cli.output.Objects;
import dev.meso.cli.output.Table;
import dev.meso.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Objects as tables, one for each kind with an empty line between them, or as names. */
final class ObjectTables {
  private static final String DELETED = "Deleted";

  private final Session session;
  private final Format format;
  private final boolean withNamespace;
  private final boolean withKind;
  private @Nullable Columns columns;
  private @Nullable Table table;

  ObjectTables(Session session, Format format, boolean withNamespace, boolean withKind) {
    this.session = session;
    this.format = format;
    this.withNamespace = withNamespace;
    this.withKind = withKind;
  }

  /** Whether nothing was printed. */
  boolean empty() {
    return table == null;
  }

  /** A table of these objects, if there are any. */
  void print(Kind kind, List<ObjectNode> objects) {
    if (format == Format.NAME) {
      objects.forEach(object -> session.out().line(Objects.reference(object)));
      return;
    }
    if (objects.isEmpty()) {
      return;
    }
    if (table != null) {
      session.out().line("");
    }
    begin(kind, objects).forEach(session.out()::line);
  }

  /** One more row of the table that was printed last. */
  void update(Kind kind, ObjectNode object, boolean deleted) {
    if (deleted) {
      object.withObjectProperty("status").put("phase", DELETED);
      object.withObjectProperty("metadata").remove("deletionTimestamp");
    }
    if (format == Format.NAME || columns == null || table == null) {
      print(kind, List.of(object));
    } else {
      session.out().line(table.row(columns.cells(object, session.clock().instant())));
    }
  }

  private List<String> begin(Kind kind, List<ObjectNode> objects) {
    Columns shown = Columns.of(kind, format == Format.WIDE, withNamespace, withKind);
    Table started = new Table(shown.headings());
    List<List<String>> rows = new ArrayList<>();
    for (ObjectNode object : objects) {
      rows.add(shown.cells(object, session.clock().instant()));
    }
    columns = shown;
    table = started;
    return started.render(rows);
  }
}
