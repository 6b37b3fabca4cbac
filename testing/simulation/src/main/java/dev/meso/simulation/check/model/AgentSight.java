package dev.meso.simulation.check.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every key of one agent. */
public final class AgentSight {
  private final String name;
  @Nullable Held spec;
  @Nullable Held status;
  @Nullable Held registration;
  @Nullable Held alive;
  final Map<AttemptPath, Held> assignments = new LinkedHashMap<>();
  final Map<AttemptPath, Held> reports = new LinkedHashMap<>();
  Duration absentSince = Duration.ZERO;
  String machine = "";

  AgentSight(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public boolean alive() {
    return alive != null;
  }

  public @Nullable Held aliveKey() {
    return alive;
  }

  /** The uid of the agent that lives under the name, or that did last; empty before the first. */
  public String machine() {
    return machine;
  }

  /** Since when its alive key is missing, while it is. */
  public Duration absentSince() {
    return absentSince;
  }

  public Value.@Nullable Registration registration() {
    return registration == null ? null : registration.registration();
  }

  public Value.@Nullable Spec spec() {
    return spec == null ? null : spec.spec();
  }

  /** The word of its status; empty when there is none. */
  public String phase() {
    Value.Status written = status == null ? null : status.status();
    return written == null ? "" : written.phase();
  }

  /** Whether an admin said that what ran on it will not come back, or deleted it while away. */
  public boolean gone() {
    Value.Spec said = spec();
    return said != null && (Fields.isTrue(said.spec(), "gone") || (said.deleting() && !alive()));
  }

  public boolean unschedulable() {
    Value.Spec said = spec();
    return said != null && Fields.isTrue(said.spec(), "unschedulable");
  }

  public Map<AttemptPath, Held> assignments() {
    return Collections.unmodifiableMap(assignments);
  }

  public Map<AttemptPath, Held> reports() {
    return Collections.unmodifiableMap(reports);
  }

  /** Detected attributes and what admins say; the admins' word wins. */
  public Map<String, String> attributes() {
    Map<String, String> all = new LinkedHashMap<>();
    Value.Registration registered = registration();
    if (registered != null) {
      all.putAll(registered.attributes());
    }
    Value.Spec said = spec();
    if (said != null) {
      all.putAll(Fields.texts(said.spec().path("attributes")));
    }
    return all;
  }
}
