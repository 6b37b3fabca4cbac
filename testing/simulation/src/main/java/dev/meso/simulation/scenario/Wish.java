package dev.meso.simulation.scenario;

import dev.meso.simulation.machine.Behaviour;
import java.util.List;

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
   */
  record SetQueue(String name, int weight, long guaranteeMillis, long limitMillis, int tasksMax)
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
}
