package dev.meso.system.chaos;

import java.nio.file.Path;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes objects as a user would. Their tasks are shell scripts that keep a file each: its name
 * says whose process it is, the first line when it started, each beat adds a line (so the file's
 * time is that of the last beat), the last line how it ended.
 */
final class Manuscript {
  private static final int GRACE_SECONDS = 3;
  private static final int BEATS_OF_A_SERVICE = 1_000_000;
  private static final int BEATS_BEFORE_CRASH = 8;
  private static final int JOB_BEATS_MAX = 12;
  private static final int BACKOFF_LIMIT = 500;

  private final Path lives;

  Manuscript(Path lives) {
    this.lives = lives;
  }

  /** An App; some of its tasks do not heed SIGTERM, some crash once. */
  String app(String name, Want want, Random random) {
    ObjectNode spec = JsonMapper.shared().createObjectNode();
    spec.put("replicas", want.count());
    spec.set("template", serviceTemplate(want.mark(), random));
    return object("App", name, spec);
  }

  /** A Job; some of its tasks fail once. */
  String job(String name, Want want, Random random) {
    int beats = random.nextInt(JOB_BEATS_MAX);
    boolean failOnce = random.nextInt(3) == 0;
    ObjectNode spec = JsonMapper.shared().createObjectNode();
    spec.put("completions", want.count());
    spec.put("parallelism", 1 + random.nextInt(want.count()));
    // Attempts that faults ended count too, and none of these Jobs may fail.
    spec.put("backoffLimit", BACKOFF_LIMIT);
    String end = failOnce ? crashOnce(beats) : "";
    spec.set("template", template(want.mark(), script(end, beats, false), "Never"));
    return object("Job", name, spec);
  }

  /** A patch that gives an App other replicas. */
  static String scaled(int replicas) {
    return "{\"spec\":{\"replicas\":" + replicas + "}}";
  }

  /** A patch that gives an App another template. */
  String changed(Want want, Random random) {
    ObjectNode patch = JsonMapper.shared().createObjectNode();
    patch.putObject("spec").set("template", serviceTemplate(want.mark(), random));
    return patch.toString();
  }

  private ObjectNode serviceTemplate(String mark, Random random) {
    String crash = random.nextInt(4) == 0 ? crashOnce(BEATS_BEFORE_CRASH) : "";
    String script = script(crash, BEATS_OF_A_SERVICE, random.nextInt(5) == 0);
    return template(mark, script, "Always");
  }

  private static String object(String kind, String name, ObjectNode spec) {
    ObjectNode object = JsonMapper.shared().createObjectNode();
    object.put("apiVersion", "meso.dev/v1");
    object.put("kind", kind);
    object.putObject("metadata").put("name", name);
    object.set("spec", spec);
    return object.toString();
  }

  private static ObjectNode template(String mark, String script, String restartPolicy) {
    ObjectNode template = JsonMapper.shared().createObjectNode();
    ObjectNode spec = template.putObject("spec");
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", "main");
    container.putArray("command").add("sh").add("-c").add(script);
    container.putArray("env").addObject().put("name", "CHAOS_MARK").put("value", mark);
    container.putArray("ports").addObject().put("name", "http");
    container.putObject("resources").putObject("requests").put("cpu", "100m").put("memory", "8Mi");
    spec.put("restartPolicy", restartPolicy);
    spec.put("terminationGracePeriodSeconds", GRACE_SECONDS);
    return template;
  }

  private String script(String before, int beats, boolean stubborn) {
    String end = "echo \"end $(date +%s%3N) ";
    return "f=\""
        + lives
        + "/$CHAOS_MARK~$MESO_TASK~$MESO_TASK_UID~$MESO_ATTEMPT~$$\"\n"
        + "echo \"start $(date +%s%3N) $MESO_AGENT\" > \"$f\"\n"
        + (stubborn ? "trap '' TERM\n" : "trap '" + end + "143\" >> \"$f\"; exit 143' TERM\n")
        + before
        + beats(beats)
        + end
        + "0\" >> \"$f\"\n";
  }

  private static String beats(int count) {
    return "n=0\nwhile [ $n -lt "
        + count
        + " ]; do sleep 0.5; echo b >> \"$f\"; n=$((n+1)); done\n";
  }

  /** Exits once for each task and template, after some beats. */
  private String crashOnce(int beats) {
    return "if mkdir \""
        + lives
        + "/$CHAOS_MARK.$MESO_TASK\" 2>/dev/null; then\n"
        + beats(beats)
        + "echo \"end $(date +%s%3N) 9\" >> \"$f\"; exit 9\nfi\n";
  }
}
