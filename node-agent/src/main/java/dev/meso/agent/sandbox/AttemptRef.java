package dev.meso.agent.sandbox;

import java.util.regex.Pattern;

/**
 * Names the sandbox of one attempt.
 *
 * @param namespace the task's namespace
 * @param task the task's name
 * @param taskUid the task's uid, of which the first eight characters name the directory
 * @param attempt from 1
 */
public record AttemptRef(String namespace, String task, String taskUid, long attempt) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final Pattern UID = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /** Checks that every part is safe as the name of a directory. */
  public AttemptRef {
    if (!NAME.matcher(namespace).matches()
        || !NAME.matcher(task).matches()
        || !UID.matcher(taskUid).matches()
        || attempt < 1) {
      throw new IllegalArgumentException(
          "Attempt: expected namespace, task, uid and a number from 1, found '"
              + namespace
              + "', '"
              + task
              + "', '"
              + taskUid
              + "', "
              + attempt);
    }
  }

  /** The directory's name below {@code <namespace>/<task>/}. */
  String directoryName() {
    return attempt + "-" + taskUid.substring(0, Math.min(8, taskUid.length()));
  }
}
