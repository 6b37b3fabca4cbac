package dev.meso.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.api.schema.CustomResources;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Kubernetes cluster that keeps our kinds shows the columns of {@code meso get}. */
final class PrinterColumnsTest {

  @ParameterizedTest
  @EnumSource(Kind.class)
  void headingsAreThoseOfGet(Kind kind) {
    List<String> headings = Columns.of(kind, false, false, false).headings();
    assertThat(
            CustomResources.columns(kind).stream()
                .filter(column -> !column.wide())
                .map(column -> column.name().toUpperCase(Locale.ROOT)))
        .containsExactlyElementsOf(headings.subList(1, headings.size()));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void wideHeadingsAreAmongThoseOfGet(Kind kind) {
    assertThat(Columns.of(kind, true, false, false).headings())
        .containsAll(
            CustomResources.columns(kind).stream()
                .map(column -> column.name().toUpperCase(Locale.ROOT))
                .toList());
  }
}
