package dev.meso.controller.core.workload;

import dev.meso.api.record.Report;
import org.jspecify.annotations.Nullable;

/** What people read in a task's status. */
final class Sentences {
  private Sentences() {}

  /** How an attempt ended. */
  static @Nullable String end(Report report) {
    if (report.message() != null) {
      return report.message();
    }
    if (report.signal() != null) {
      return "Ended by signal " + report.signal();
    }
    return report.exitCode() == null ? null : "Exit code " + report.exitCode();
  }
}
