package dev.meso.api.validation;

import dev.meso.api.kind.AgentReservation;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.Limits;
import dev.meso.api.kind.MaintenanceWindow;
import dev.meso.api.kind.Taint;
import dev.meso.api.meta.LabelSyntax;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules for what admins set on an agent. */
final class AgentRules {

  /** How detected attributes start; admins cannot set them. */
  private static final String DETECTED = "detected.";

  private AgentRules() {}

  static void check(AgentSpec spec, Checks checks) {
    TaskRules.selector("spec.attributes", spec.attributes(), Limits.ATTRIBUTES_MAX, checks);
    for (String name : spec.attributes().keySet()) {
      String path = MetadataRules.entry("spec.attributes", name);
      if (name.startsWith(DETECTED)) {
        checks.add(
            path, "expected a name that does not start with " + DETECTED + ", which agents set");
      } else if (name.equals(Constraint.AGENT)) {
        checks.add(path, "expected another name: agent is the name of the agent");
      }
    }
    taints(spec.taints(), checks);
    maintenance(spec.maintenance(), checks);
    reservations(spec.reservations(), checks);
  }

  private static void taints(List<Taint> taints, Checks checks) {
    checks.count("spec.taints", taints.size(), Limits.TAINTS_MAX);
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < Math.min(taints.size(), Limits.TAINTS_MAX); i++) {
      String path = "spec.taints[" + i + "]";
      Taint taint = taints.get(i);
      checks.add(path + ".key", LabelSyntax.problemOfKey(taint.key()));
      if (taint.value() != null) {
        checks.add(path + ".value", LabelSyntax.problemOfValue(taint.value()));
      }
      if (taint.effect().equals(Taint.NO_EXECUTE)) {
        checks.add(
            path + ".effect",
            "expected NoSchedule or PreferNoSchedule, found 'NoExecute': no taint ends tasks that"
                + " run here; use NoSchedule and drain the agent");
      } else {
        checks.oneOf(path + ".effect", taint.effect(), Taint.EFFECTS);
      }
      if (!seen.add(taint.key() + ":" + taint.effect())) {
        checks.add(
            path,
            "expected one taint of each key and effect, found "
                + Checks.clip(taint.toString())
                + " again");
      }
    }
  }

  private static void maintenance(List<MaintenanceWindow> windows, Checks checks) {
    checks.count("spec.maintenance", windows.size(), Limits.MAINTENANCE_WINDOWS_MAX);
    for (int i = 0; i < Math.min(windows.size(), Limits.MAINTENANCE_WINDOWS_MAX); i++) {
      MaintenanceWindow window = windows.get(i);
      if (!window.end().isAfter(window.start())) {
        checks.add(
            "spec.maintenance[" + i + "].end",
            "expected a time after start, which is " + window.start() + ", found " + window.end());
      }
    }
  }

  private static void reservations(List<AgentReservation> reservations, Checks checks) {
    checks.count("spec.reservations", reservations.size(), Limits.AGENT_RESERVATIONS_MAX);
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < Math.min(reservations.size(), Limits.AGENT_RESERVATIONS_MAX); i++) {
      String path = "spec.reservations[" + i + "]";
      AgentReservation reservation = reservations.get(i);
      PlacementRules.queue(path + ".queue", reservation.queue(), checks);
      if (!seen.add(reservation.queue())) {
        checks.add(
            path + ".queue",
            "expected a queue that no other reservation has, found '"
                + Checks.clip(reservation.queue())
                + "' again");
      }
      if (reservation.resources().isEmpty()) {
        checks.add(path + ".resources", "required: expected at least one amount, found none");
      }
      ResourceRules.share(path + ".resources", reservation.resources(), checks);
    }
  }
}
