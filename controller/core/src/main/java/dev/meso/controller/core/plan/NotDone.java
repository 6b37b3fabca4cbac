package dev.meso.controller.core.plan;

import dev.meso.controller.core.placement.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * Why something that is wanted was not done.
 *
 * @param reason a CamelCase word, one of the constants here
 * @param message a sentence for people
 * @param refusals what the agents said, when no agent fitted
 */
public record NotDone(String reason, String message, @Nullable Refusals refusals) {

  /** No agent fits; tried again when one changes or gets room. */
  public static final String UNSCHEDULABLE = "Unschedulable";

  /** Others are being ended to make room for it. */
  public static final String PREEMPTING = "Preempting";

  /** It was ended to make room for others. */
  public static final String PREEMPTED = "Preempted";

  /** Its queue, or one above it, may not have more; tried again when it gives something back. */
  public static final String QUEUE_FULL = "QueueFull";

  /** Not all tasks of its gang have room at the same time. */
  public static final String GANG_INCOMPLETE = "GangIncomplete";

  /** There is room, which is kept for a gang that can start soon. */
  public static final String ROOM_KEPT = "RoomKept";

  /** It names a queue that nobody has made. */
  public static final String QUEUE_UNKNOWN = "QueueNotFound";

  /** It names a volume that nobody has made, or that is being deleted. */
  public static final String VOLUME_UNKNOWN = "VolumeNotFound";

  /** A volume of it cannot be used as things are: it is being bound, or is another queue's. */
  public static final String VOLUME_WAITS = "VolumeNotAvailable";

  /** The volume is being deleted, and tasks still use it. */
  public static final String VOLUME_IN_USE = "VolumeInUse";

  /** An attempt ended; the next one waits for its time. */
  public static final String BACK_OFF = "BackOff";

  /** Too many agents are missing at once to replace what ran on them. */
  public static final String REPLACEMENT_PAUSED = "ReplacementPaused";

  /** Its agent is lost and the task's policy says to wait. */
  public static final String AGENT_LOST = "AgentLost";

  /** The decision for this object failed; it is left alone until it changes. */
  public static final String FAULTED = "Faulted";

  /** The record in the store cannot be read; it is left alone until it changes. */
  public static final String UNREADABLE = "Unreadable";

  /** Another object has the name that a task of this one needs. */
  public static final String NAME_TAKEN = "NameTaken";

  /** The object is being deleted and waits for others to let it go. */
  public static final String FINALIZERS = "WaitsForFinalizers";
}
