package dev.meso.controller.core.workload;

/** Whose task ended, which decides what its end counts for. */
enum Ends {
  /**
   * Every end that nobody asked for is a failure, a lost attempt too; a long run forgives earlier
   * ones.
   */
  APP,
  /**
   * Failed attempts and those killed by a stranger count, and for ever: their sum over the tasks is
   * what {@code backoffLimit} is held against. A lost attempt does not count, it was not the
   * program's fault; its successor waits for the first back-off all the same.
   */
  JOB,
  /** The end is the end, unless the attempt was lost: then another one is made. */
  SOLO
}
