package dev.meso.simulation.scenario;

import dev.meso.simulation.machine.Behaviour;
import java.util.List;
import java.util.SortedMap;

/** Something that a user or an admin asks for. Names are in namespace {@code default}. */
public sealed interface Wish extends Deed {
  /** Names of Apps that wishes are about. */
  List<String> APPS = List.of("web", "db", "cache", "api", "mail");

  /** Names of Jobs. */
  List<String> JOBS = List.of("count", "sort", "train", "backup");

  /** Names of tasks that nobody owns. */
  List<String> TASKS = List.of("one", "two", "three");

  /** Names of Apps of tenants, which have queues, priorities and budgets. */
  List<String> TENANTS = List.of("shop", "blog", "game");

  /** Names of Jobs whose tasks start together. */
  List<String> GANGS = List.of("choir", "fleet");

  /** Queues of tenants, each behind the one above it. */
  List<String> QUEUES = List.of("eng", "eng.web", "eng.batch", "ops");

  /** An App of a tenant of which some may be ended for others, few at a time. */
  String CROWD = "crowd";

  /** An App that takes what room is left. */
  String BULK = "bulk";

  /** An App of a tenant that is more urgent than a crowd. */
  String RUSH = "rush";

  /** Names of Apps whose tasks use volumes. */
  List<String> KEEPERS = List.of("ledger", "mill");

  /** Names of tasks that nobody owns and that use volumes. */
  List<String> VISITORS = List.of("dump", "scan", "merge", "copy");

  /** The queue on whose account volumes mostly go. */
  String STORAGE = "storage";

  /** On whose account tasks go, and how urgent they are. */
  record Account(String queue, int priority, boolean mayPreempt) {}

  /**
   * What tasks ask for and how they behave.
   *
   * @param limitSeconds how long an attempt may run; any time if 0
   */
  record Template(
      Behaviour behaviour,
      long cpuMillis,
      long memoryMib,
      int ports,
      int hostPort,
      int maxRestarts,
      boolean waitWhenLost,
      int graceSeconds,
      int limitSeconds) {}

  /** Makes an App; one that is there is left alone. */
  record MakeApp(String name, int replicas, Template template) implements Wish {}

  record Scale(String name, int replicas) implements Wish {}

  /** Gives an App another template. */
  record Change(String name, Template template) implements Wish {}

  record DeleteApp(String name) implements Wish {}

  record MakeJob(String name, int completions, int parallelism, int backoffLimit, Template template)
      implements Wish {}

  record DeleteJob(String name) implements Wish {}

  /** Makes a task that nobody owns. */
  record MakeTask(String name, Template template) implements Wish {}

  record DeleteTask(String name) implements Wish {}

  /** Asks that one task of an App or Job ends; its owner makes another. */
  record EndTask(String owner, int ordinal) implements Wish {}

  /**
   * Makes a queue or gives it other terms.
   *
   * @param guaranteeMillis processors that it is guaranteed, 0 for none
   * @param limitMillis processors that it may have at most, 0 for any number
   * @param tasksMax tasks that it may have at most, 0 for any number
   * @param diskGib disk that it may have at most, 0 for any amount
   */
  record SetQueue(
      String name, int weight, long guaranteeMillis, long limitMillis, int tasksMax, int diskGib)
      implements Wish {}

  /**
   * Makes an App of a tenant.
   *
   * @param unavailableMax how many of it may be ended for others at the same time
   */
  record MakeTenant(
      String name, int replicas, int unavailableMax, Account account, Template template)
      implements Wish {}

  /** Makes a Job of which so many tasks start together. */
  record MakeGang(MakeJob job, int together, int timeoutSeconds, Account account) implements Wish {}

  record Cordon(int agent, boolean on) implements Wish {}

  /**
   * Keeps parts of an agent for queues, instead of what was kept before.
   *
   * @param millis processors by queue; nothing is kept when it is empty
   */
  record Reserve(int agent, SortedMap<String, Long> millis) implements Wish {}

  /** Makes a volume; one that is there is left alone. */
  record MakeVolume(String name, String queue, int gib, boolean shared, boolean recreated)
      implements Wish {}

  record DeleteVolume(String name) implements Wish {}

  /**
   * Makes an App whose tasks use a volume.
   *
   * @param perTask whether each task has its own: the volume is then the first part of their names
   */
  record MakeKeeper(
      String name, int replicas, String queue, String volume, boolean perTask, Template template)
      implements Wish {}

  /** Makes a task that nobody owns and that uses a volume. */
  record MakeVisitor(String name, String queue, String volume, Template template) implements Wish {}
}
