package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * A machine of the cluster that runs tasks. An agent that registered exists without a spec key; the
 * spec holds what admins set.
 */
public record Agent(
    String apiVersion,
    String kind,
    ObjectMeta metadata,
    @Nullable AgentSpec spec,
    @Nullable AgentStatus status)
    implements ApiObject {

  /** An object of this kind. */
  public static Agent of(
      ObjectMeta metadata, @Nullable AgentSpec spec, @Nullable AgentStatus status) {
    return new Agent(Kind.AGENT.apiVersion(), Kind.AGENT.kindName(), metadata, spec, status);
  }

  /** The spec, of an object that is known to have one. */
  public AgentSpec requireSpec() {
    if (spec == null) {
      throw new IllegalStateException("spec is absent, Agent " + metadata.name());
    }
    return spec;
  }

  @Override
  public Agent withMetadata(ObjectMeta other) {
    return new Agent(apiVersion, kind, other, spec, status);
  }

  /** The same object with another status. */
  public Agent withStatus(@Nullable AgentStatus other) {
    return new Agent(apiVersion, kind, metadata, spec, other);
  }

  /** The same object with another spec. */
  public Agent withSpec(@Nullable AgentSpec other) {
    return new Agent(apiVersion, kind, metadata, other, status);
  }
}
