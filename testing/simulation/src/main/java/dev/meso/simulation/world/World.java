package dev.meso.simulation.world;

import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Registration;
import dev.meso.api.resource.Quantity;
import dev.meso.simulation.machine.Machine;
import dev.meso.simulation.machine.ProcessListener;
import dev.meso.simulation.scenario.Scenario;
import dev.meso.store.memory.Applied;
import dev.meso.store.memory.Disturbance;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A cluster on virtual time: a store, controllers, agents on machines, users, and the network
 * between them. Everything that moves moves on one seeded scheduler.
 *
 * <p>Not thread-safe; one world, one thread.
 */
final class World {
  static final String ROOT = "/meso";
  private static final int PORT_FIRST = 31_000;
  private static final int DISK_GIB = 16;

  private final Scenario scenario;
  private final VirtualScheduler scheduler;
  private final MemoryStore store;
  private final Weather weather;
  private final Keyspace keyspace = new Keyspace(ROOT);
  private final Wiring wiring;
  private final Reporter reporter;
  private final ProcessListener processes;
  private final SplittableRandom random;
  private final List<ControllerNode> controllers = new ArrayList<>();
  private final TreeMap<Integer, AgentNode> agents = new TreeMap<>();
  private final Users users;
  private int machines;

  World(
      Scenario scenario,
      Wiring wiring,
      VirtualScheduler scheduler,
      Reporter reporter,
      Applied.Listener applied,
      ProcessListener processes) {
    this.scenario = scenario;
    this.wiring = wiring;
    this.reporter = reporter;
    this.processes = processes;
    this.scheduler = scheduler;
    this.random = new SplittableRandom(scenario.seed() + 1);
    this.weather = new Weather(scenario.seed() + 2, scheduler::now);
    this.store = MemoryStore.builder(scheduler).faults(weather).listener(applied).build();
    this.users = new Users(store.as(Users.AUTHOR), keyspace, scheduler, reporter);
    for (int i = 1; i <= scenario.controllers(); i++) {
      controllers.add(
          new ControllerNode(
              "controller-" + i, scheduler, store, keyspace, wiring, reporter, random.split()));
    }
    for (int i = 1; i <= scenario.agents(); i++) {
      agents.put(i, agentOn(i));
    }
  }

  void begin() {
    users.begin();
    controllers.forEach(node -> node.life().startAfter(Duration.ofMillis(random.nextInt(800))));
    agents.values().forEach(node -> node.life().startAfter(Duration.ofMillis(random.nextInt(800))));
  }

  VirtualScheduler scheduler() {
    return scheduler;
  }

  Weather weather() {
    return weather;
  }

  Users users() {
    return users;
  }

  List<ControllerNode> controllers() {
    return controllers;
  }

  /** The agents that are there, by number; those whose machine burned down are not. */
  SortedMap<Integer, AgentNode> agents() {
    return agents;
  }

  /** A controller by number; 0 is one that leads, or the first. */
  ControllerNode controller(int number) {
    if (number > 0) {
      return controllers.get((number - 1) % controllers.size());
    }
    return controllers.stream()
        .filter(ControllerNode::leads)
        .findFirst()
        .orElse(controllers.get(0));
  }

  /** An agent by number, while its machine is there. */
  Optional<AgentNode> agent(int number) {
    return Optional.ofNullable(agents.get(number));
  }

  void disturb(Disturbance disturbance) {
    store.disturb(disturbance);
  }

  /** Does something later. */
  void after(Duration delay, Runnable action) {
    scheduler.after(delay, action);
  }

  /** A new machine for an agent's name, with an agent that has a uid of its own. */
  AgentNode agentOn(int number) {
    return agentOn(number, false);
  }

  /** The same for one that may find the name taken, or that is taken over from. */
  AgentNode impostorOf(int number) {
    return agentOn(number, true);
  }

  private AgentNode agentOn(int number, boolean fragile) {
    machines++;
    String name = "agent-" + number;
    Machine machine = new Machine(name, name + "-machine-" + machines, scheduler, processes);
    // Some are small, so that not everything fits everywhere.
    long cpuMillis = 1500 + 500L * ((number + (int) scenario.seed()) % 3);
    TreeMap<String, Quantity> capacity = new TreeMap<>();
    capacity.put("cpu", Quantity.ofMillis(cpuMillis));
    capacity.put("memory", Quantity.ofBytes((3L << 30) + ((long) number << 28)));
    capacity.put("disk", Manifest.gib(DISK_GIB));
    Registration registration =
        new Registration(
            name,
            String.format(Locale.ROOT, "uid-%d-%d", number, machines),
            "10.0.0." + machines,
            "http://10.0.0." + machines + ":7071",
            "simulated",
            capacity,
            PORT_FIRST + "-" + (PORT_FIRST + 24),
            new TreeMap<>());
    return new AgentNode(
        machine,
        registration,
        scheduler,
        store,
        keyspace,
        wiring,
        reporter,
        random.split(),
        fragile);
  }
}
