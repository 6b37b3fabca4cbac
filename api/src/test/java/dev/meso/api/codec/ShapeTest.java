package dev.meso.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.meso.api.kind.Container;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ShapeTest {

  @Test
  void everyComponentThatAUserCanWriteIsOfATypeThatTheReaderKnows() {
    Deque<Class<?>> records = new ArrayDeque<>();
    Set<String> seen = new TreeSet<>();
    for (Kind kind : Kind.values()) {
      records.add(kind.type());
    }
    while (!records.isEmpty()) {
      Class<?> type = records.remove();
      if (!seen.add(type.getName())) {
        continue;
      }
      for (Shape.Field field : Shape.of(type).fields().values()) {
        Class<?> inner = field.innermost();
        if (inner.isRecord()) {
          records.add(inner);
        } else {
          assertThatCode(() -> Scalars.expected(inner))
              .as("%s.%s", type.getSimpleName(), field.name())
              .doesNotThrowAnyException();
        }
      }
    }
    assertThat(seen).contains(TaskSpec.class.getName(), Container.class.getName());
  }

  @Test
  void whatIsNeitherNullableNorACollectionIsRequired() {
    assertThat(
            Shape.of(Container.class).fields().values().stream()
                .filter(Shape.Field::required)
                .map(Shape.Field::name))
        .containsExactly("name");
    assertThat(Shape.of(Container.class).fields().keySet())
        .containsExactly(
            "name", "command", "args", "workingDir", "env", "ports", "resources", "volumeMounts");
  }
}
