package dev.meso.api.kind;

/**
 * How large what users say may be. Validation refuses more; every limit is named in its message.
 */
public final class Limits {
  public static final int REPLICAS_MAX = 100_000;
  public static final int COMPLETIONS_MAX = 100_000;
  public static final int CONTAINERS_MAX = 16;
  public static final int PORTS_MAX = 64;
  public static final int ENV_MAX = 1_000;
  public static final int ENDPOINTS_MAX = 64;
  public static final int HISTORY_MAX = 10;
  public static final int TRANSITIONS_MAX = 16;
  public static final int NAME_LENGTH_MAX = 63;

  /** Characters of an agent's name, which may be a host name with dots. */
  public static final int AGENT_NAME_LENGTH_MAX = 253;

  /** Characters of an App's or Job's name, so that a hyphen and an ordinal still fit. */
  public static final int OWNER_NAME_LENGTH_MAX = NAME_LENGTH_MAX - 6;

  /** Characters of a {@code generateName}, so that a suffix still fits. */
  public static final int GENERATE_NAME_LENGTH_MAX = OWNER_NAME_LENGTH_MAX - 5;

  public static final int LABELS_MAX = 64;
  public static final int FINALIZERS_MAX = 16;
  public static final int OWNER_REFERENCES_MAX = 16;
  public static final int NODE_SELECTOR_MAX = 32;
  public static final int ATTRIBUTES_MAX = 256;
  public static final int ATTRIBUTE_LENGTH_MAX = 256;
  public static final int BACKOFF_LIMIT_MAX = 100_000;
  public static final int RESTARTS_MAX = 10_000;
  public static final int GRACE_PERIOD_SECONDS_MAX = 24 * 3600;
  public static final int PORT_NAME_LENGTH_MAX = 15;
  public static final int PATH_LENGTH_MAX = 4_096;

  /** Bytes of one argument or variable, name and value together: what Linux accepts. */
  public static final int ARGUMENT_BYTES_MAX = 128 * 1024 - 1;

  /** Bytes of all annotations of an object, keys and values together. */
  public static final int ANNOTATIONS_BYTES_MAX = 256 * 1024;

  /** Processor of one task: 10,000 cores. */
  public static final long CPU_MILLIS_MAX = 10_000_000;

  /** Memory of one task: 16 TiB, so that the sum over an App's tasks still fits a long. */
  public static final long MEMORY_BYTES_MAX = 1L << 44;

  /** Disk of one task: 16 TiB. */
  public static final long DISK_BYTES_MAX = 1L << 44;

  public static final long GPUS_MAX = 1_024;

  /** A custom resource of one task, in thousandths: a thousand million. */
  public static final long SCALAR_MILLIS_MAX = 1_000_000_000_000L;

  /** Characters of a queue's name, all its levels and the dots between them. */
  public static final int QUEUE_NAME_LENGTH_MAX = NAME_LENGTH_MAX;

  /** Levels of a queue's name: {@code eng.web} has two. */
  public static final int QUEUE_LEVELS_MAX = 5;

  public static final int QUEUE_WEIGHT_MAX = 1_000_000;
  public static final int QUEUE_TASKS_MAX = 100_000_000;

  /** Resources that a queue's guarantee or limit names. */
  public static final int QUEUE_RESOURCES_MAX = 64;

  /**
   * One amount of a queue's guarantee or limit, in the unit that it is counted in: bytes, devices,
   * thousandths of anything else. 256 PiB of memory.
   */
  public static final long QUEUE_AMOUNT_MAX = 1L << 58;

  public static final int PRIORITY_MAX = 1_000_000_000;
  public static final int CONSTRAINTS_MAX = 32;
  public static final int PREFERENCES_MAX = 32;
  public static final int PREFERENCE_WEIGHT_MAX = 100;
  public static final int SPREADS_MAX = 4;
  public static final int SPREAD_WEIGHT_MAX = 100;

  /** Values of an attribute that a spread has targets for. */
  public static final int SPREAD_TARGETS_MAX = 100;

  /** Volumes of one task. */
  public static final int VOLUMES_MAX = 16;

  public static final int TOLERATIONS_MAX = 32;

  /** Values of one constraint or preference. */
  public static final int CONSTRAINT_VALUES_MAX = 64;

  /** Characters of a pattern, and of a version that is compared with. */
  public static final int PATTERN_LENGTH_MAX = 256;

  /** Requirements of one task selector. */
  public static final int SELECTOR_REQUIREMENTS_MAX = 32;

  public static final int TAINTS_MAX = 64;
  public static final int MAINTENANCE_WINDOWS_MAX = 16;
  public static final int AGENT_RESERVATIONS_MAX = 32;
  public static final int GANG_TIMEOUT_SECONDS_MAX = 7 * 24 * 3600;

  /** How long an attempt may be allowed to run: ten years. */
  public static final long ACTIVE_DEADLINE_SECONDS_MAX = 10L * 365 * 24 * 3600;

  /** Rules of one role. */
  public static final int POLICY_RULES_MAX = 256;

  /** Entries of each list of a rule. */
  public static final int POLICY_RULE_ENTRIES_MAX = 256;

  /** Users and groups of one binding. */
  public static final int SUBJECTS_MAX = 1_000;

  /** Characters of a role's or a binding's name. */
  public static final int ROLE_NAME_LENGTH_MAX = 253;

  /** Characters of the name of a user or a group, and of each entry of a rule. */
  public static final int SUBJECT_LENGTH_MAX = 256;

  /** Bytes of a user's object as JSON. */
  public static final int OBJECT_BYTES_MAX = 512 * 1024;

  /** Bytes of a status, an assignment without its spec, or a report. */
  public static final int RECORD_BYTES_MAX = 32 * 1024;

  private Limits() {}
}
