package dev.meso.simulation.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task's record in its status key, assignment and report, as text; changed step by step. */
final class TaskText {
  final String name;
  final String uid;
  private final @Nullable String owner;
  private String phase = "Pending";
  private long attempt;
  private @Nullable String agent;
  private int port = 31000;
  private String cpu = "1";
  private String onLost = "Replace";
  private String containerPort = "{\"name\":\"http\"}";
  private String queue = "";
  private String volumes = "";
  private String given = "";
  private String end = "";
  private String reason = "";
  private int failures;
  private List<String> history = new ArrayList<>();

  /** A task of the App of this uid; a stand-alone one when it is absent. */
  TaskText(String name, String uid, @Nullable String owner) {
    this.name = name;
    this.uid = uid;
    this.owner = owner;
    turn("Pending");
  }

  long attempt() {
    return attempt;
  }

  String agent() {
    return agent == null ? "" : agent;
  }

  String assignmentKey() {
    return "/meso/assignments/" + agent + "/default/" + name + "/" + attempt;
  }

  String reportKey() {
    return "/meso/reports/" + agent + "/default/" + name + "/" + attempt;
  }

  String statusKey() {
    return "/meso/status/tasks/default/" + name;
  }

  TaskText cpu(String amount) {
    cpu = amount;
    return this;
  }

  TaskText port(int number) {
    port = number;
    return this;
  }

  TaskText fixedPort(int number) {
    port = number;
    containerPort = "{\"name\":\"http\",\"hostPort\":" + number + "}";
    return this;
  }

  TaskText waits() {
    onLost = "Wait";
    return this;
  }

  TaskText queue(String name) {
    queue = ",\"queue\":\"" + name + "\"";
    return this;
  }

  /** It names a volume, and was given the one of this uid. */
  TaskText uses(String volume, String volumeUid) {
    volumes = ",\"volumes\":[{\"name\":\"data\",\"volume\":\"" + volume + "\"}]";
    given =
        ",\"volumes\":{\"data\":{\"volume\":\"%s\",\"uid\":\"%s\"}}".formatted(volume, volumeUid);
    return this;
  }

  TaskText end(String fields) {
    end = fields;
    return this;
  }

  TaskText failed(int times, String why) {
    failures = times;
    reason = why;
    return this;
  }

  /** The next attempt is placed. */
  TaskText place(String onAgent) {
    attempt++;
    agent = onAgent;
    end = "";
    reason = "";
    return turn("Assigned");
  }

  /** As if this had been the number and the place of the attempt before. */
  TaskText pretend(long number, String onAgent) {
    attempt = number;
    agent = onAgent;
    return this;
  }

  TaskText turn(String to) {
    phase = to;
    history.add(
        "{\"at\":\"t%d\",\"attempt\":%d,\"phase\":\"%s\"%s}"
            .formatted(
                history.size(), attempt, to, agent == null ? "" : ",\"agent\":\"" + agent + "\""));
    return this;
  }

  /** The phase changes, and the history does not say so. */
  TaskText phaseOnly(String to) {
    phase = to;
    return this;
  }

  TaskText forgetOldestTurns(int count) {
    history = new ArrayList<>(history.subList(count, history.size()));
    return this;
  }

  String status() {
    String references =
        owner == null
            ? ""
            : ",\"ownerReferences\":[{\"kind\":\"App\",\"name\":\"web\",\"uid\":\"%s\"}]"
                .formatted(owner);
    String place =
        agent == null || phase.equals("Pending")
            ? ""
            : ",\"agent\":\"%s\",\"ports\":{\"http\":%d}".formatted(agent, port);
    List<String> kept = history.subList(Math.max(0, history.size() - 10), history.size());
    return ("{\"kind\":\"Task\",\"metadata\":{\"name\":\"%s\",\"uid\":\"%s\"%s},\"status\":"
            + "{\"phase\":\"%s\",\"attempt\":%d%s%s%s%s,\"ordinal\":0,\"history\":[%s]}}")
        .formatted(
            name,
            uid,
            references,
            phase,
            attempt,
            place,
            end,
            failures == 0 ? "" : ",\"failures\":" + failures,
            reason.isEmpty() ? "" : ",\"reason\":\"" + reason + "\"",
            String.join(",", kept));
  }

  String assignment(String desired) {
    return ("{\"namespace\":\"default\",\"task\":\"%s\",\"taskUid\":\"%s\",\"attempt\":%d,"
            + "\"desired\":\"%s\",\"spec\":{\"containers\":[{\"name\":\"main\",\"ports\":[%s]}],"
            + "\"onLost\":\"%s\"%s%s},\"ports\":{\"http\":%d},"
            + "\"resources\":{\"cpu\":\"%s\",\"memory\":\"1Gi\"}%s}")
        .formatted(
            name, uid, attempt, desired, containerPort, onLost, queue, volumes, port, cpu, given);
  }

  String report(String says, String fields) {
    String state =
        switch (says) {
          case "Starting" -> "Waiting";
          case "Running" -> "Running";
          default -> "Ended";
        };
    return ("{\"namespace\":\"default\",\"task\":\"%s\",\"taskUid\":\"%s\",\"attempt\":%d,"
            + "\"phase\":\"%s\"%s,\"restarts\":0,\"containers\":[{\"name\":\"main\","
            + "\"state\":\"%s\",\"restarts\":0}],\"transitions\":[{\"sequence\":1}]}")
        .formatted(name, uid, attempt, says, fields, state);
  }
}
