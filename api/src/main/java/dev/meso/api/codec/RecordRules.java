package dev.meso.api.codec;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Tells Jackson what a record requires: a component that is neither nullable nor a collection must
 * be there and must not be null, and no collection holds nulls. So a broken record is refused where
 * it is read, not where it is used.
 */
final class RecordRules extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1;

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    Shape.Field field = field(member);
    return field == null ? super.hasRequiredMarker(config, member) : (Boolean) field.required();
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    Shape.Field field = annotated instanceof AnnotatedMember member ? field(member) : null;
    if (field == null) {
      return super.findSetterInfo(config, annotated);
    }
    return JsonSetter.Value.construct(field.required() ? Nulls.FAIL : Nulls.SET, Nulls.FAIL);
  }

  private static Shape.@Nullable Field field(AnnotatedMember member) {
    Class<?> type = member.getDeclaringClass();
    if (!type.isRecord()) {
      return null;
    }
    String name = member.getName();
    if (member instanceof AnnotatedParameter parameter) {
      RecordComponent[] components = type.getRecordComponents();
      if (parameter.getOwner().getParameterCount() != components.length) {
        return null;
      }
      name = components[parameter.getIndex()].getName();
    }
    return Shape.of(type).fields().get(name);
  }
}
