package dev.meso.api.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record looks like from outside: its fields in order, and which of them must be there.
 * Everything that reads or writes records asks it, so the record is the only schema.
 *
 * @param fields by name, in the order of the record's components
 */
public record Shape(Map<String, Field> fields) {

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return inspect(type);
        }
      };

  /**
   * One component of a record.
   *
   * @param type with type arguments
   * @param required neither nullable nor a collection
   */
  public record Field(String name, Type type, boolean required) {

    /** The class, or that of the elements of a list or the values of a map. */
    public Class<?> innermost() {
      Type inner = type;
      while (inner instanceof ParameterizedType parameterized) {
        Type[] arguments = parameterized.getActualTypeArguments();
        inner = arguments[arguments.length - 1];
      }
      return (Class<?>) inner;
    }
  }

  /** The shape of a record class; any other class is a programmer's error. */
  public static Shape of(Class<?> record) {
    return SHAPES.get(record);
  }

  private static Shape inspect(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException("expected a record, found " + type.getName());
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      boolean collection =
          Collection.class.isAssignableFrom(component.getType())
              || Map.class.isAssignableFrom(component.getType());
      fields.put(
          component.getName(),
          new Field(component.getName(), component.getGenericType(), !nullable && !collection));
    }
    return new Shape(Collections.unmodifiableMap(fields));
  }
}
