package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import java.util.List;

/**
 * Rights inside one namespace. It gives them to nobody: a {@link RoleBinding} does.
 *
 * @param rules what may be done: whatever one of them allows
 */
public record Role(String apiVersion, String kind, ObjectMeta metadata, List<PolicyRule> rules)
    implements ApiObject {

  public Role {
    rules = rules == null ? List.of() : List.copyOf(rules);
  }

  /** An object of this kind. */
  public static Role of(ObjectMeta metadata, List<PolicyRule> rules) {
    return new Role(Kind.ROLE.apiVersion(), Kind.ROLE.kindName(), metadata, rules);
  }

  @Override
  public Role withMetadata(ObjectMeta other) {
    return new Role(apiVersion, kind, other, rules);
  }
}
