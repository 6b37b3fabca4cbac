package dev.meso.simulation.world;

import dev.meso.simulation.scenario.Deed;
import dev.meso.simulation.scenario.Fault;
import dev.meso.simulation.scenario.Spell.Whom;
import dev.meso.simulation.scenario.Wish;
import dev.meso.store.memory.Disturbance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Lets what a scenario says befall a world, and undoes all of it at the end. */
final class Deeds {
  private final World world;
  private final List<AgentNode> impostors = new ArrayList<>();
  // Machines that burned down and have no successor yet, by agent number.
  private final TreeSet<Integer> missing = new TreeSet<>();
  // What befell the store and was not undone yet.
  private int down;
  private int frozen;
  private boolean over;

  Deeds(World world) {
    this.world = world;
  }

  void happen(Deed deed) {
    switch (deed) {
      case Wish wish -> world.users().ask(wish);
      case Fault fault -> befall(fault);
    }
  }

  private void befall(Fault fault) {
    switch (fault) {
      case Fault.CrashController(int number, int effects, Duration down) ->
          world.controller(number).life().crashAfter(effects, down);
      case Fault.CrashAgent(int number, int effects, Duration down) ->
          agent(number, node -> node.life().crashAfter(effects, down));
      case Fault.PauseController(int number, Duration time) ->
          world.controller(number).life().pause(time);
      case Fault.PauseAgent(int number, Duration time) ->
          agent(number, node -> node.life().pause(time));
      case Fault.CutController(int number, Duration time) ->
          cut(world.controller(number).name(), time);
      case Fault.CutAgent(int number, Duration time) -> cut("agent-" + number, time);
      case Fault.CutAgents(int spared, Duration time) ->
          world.agents().values().stream().skip(spared).forEach(node -> cut(node.name(), time));
      case Fault.LoseWatches() -> world.disturb(new Disturbance.LoseWatches(""));
      case Fault.Compact() -> world.disturb(new Disturbance.CompactUnderWatches());
      case Fault.CompactBehind(Whom whom, Duration time) -> {
        String author = author(whom);
        if (author.isEmpty()) {
          world.disturb(new Disturbance.LoseWatches(""));
        } else {
          cut(author, time);
        }
        later(time.dividedBy(2), () -> world.disturb(new Disturbance.CompactUnderWatches()));
      }
      case Fault.BadNetwork(Whom whom, var kind, Duration time) ->
          world.weather().begin(author(whom), kind, time);
      case Fault.StoreDown(Duration time) -> {
        world.disturb(new Disturbance.Down());
        down++;
        later(time, this::storeUp);
      }
      case Fault.StoreFrozen(Duration time) -> {
        world.disturb(new Disturbance.Freeze());
        frozen++;
        later(time, this::storeThaws);
      }
      case Fault.MachineLost(int number, Duration after, boolean declared) ->
          agent(number, node -> lose(number, node, after, declared));
      case Fault.Reboot(int number, Duration down) ->
          agent(
              number,
              node -> {
                node.life().kill();
                node.machine().reboot();
                node.life().startAfter(down);
              });
      case Fault.ClockJump(Whom whom, Duration by) -> jump(whom, by);
      case Fault.DiskFull(int number, Duration time) ->
          agent(
              number,
              node -> {
                node.machine().diskFull(true);
                later(time, () -> node.machine().diskFull(false));
              });
      case Fault.Accident(int number, int pick) ->
          agent(number, node -> node.machine().accident(pick));
      case Fault.Impostor(int number, Duration time) -> {
        AgentNode impostor = world.impostorOf(number);
        impostors.add(impostor);
        impostor.life().start();
        later(time, () -> dismiss(impostor));
      }
    }
  }

  /** Ends every fault, brings everything back, and asks for nothing that cannot be. */
  void over() {
    over = true;
    world.weather().clear();
    while (down > 0) {
      storeUp();
    }
    while (frozen > 0) {
      storeThaws();
    }
    world.controllers().forEach(node -> reconnect(node.name()));
    world.controllers().forEach(node -> node.life().resume());
    world.controllers().forEach(node -> node.life().start());
    impostors.forEach(this::dismiss);
    List.copyOf(missing).forEach(this::replace);
    for (AgentNode node : world.agents().values()) {
      reconnect(node.name());
      node.machine().diskFull(false);
      node.life().resume();
      node.life().start();
    }
  }

  private void storeUp() {
    down--;
    if (down == 0) {
      world.disturb(new Disturbance.Up());
    }
  }

  private void storeThaws() {
    frozen--;
    if (frozen == 0) {
      world.disturb(new Disturbance.Thaw());
    }
  }

  /** Ends an impostor and its machine with it. */
  private void dismiss(AgentNode impostor) {
    if (!impostor.machine().gone()) {
      impostor.life().end();
      impostor.machine().vanish();
    }
  }

  private void lose(int number, AgentNode node, Duration replacedAfter, boolean declared) {
    // Two machines always stay.
    if (world.agents().size() <= 2) {
      return;
    }
    node.life().end();
    node.machine().vanish();
    world.agents().remove(number);
    missing.add(number);
    if (declared) {
      later(replacedAfter, () -> world.users().gone(node.name(), true));
    }
    world.after(
        declared ? replacedAfter.multipliedBy(3) : replacedAfter,
        () -> {
          if (missing.contains(number)) {
            replace(number);
          }
        });
  }

  private void replace(int number) {
    missing.remove(number);
    AgentNode node = world.agentOn(number);
    world.agents().put(number, node);
    world.users().gone(node.name(), false);
    node.life().start();
  }

  private void cut(String author, Duration time) {
    world.disturb(new Disturbance.CutOff(author));
    later(time, () -> reconnect(author));
  }

  private void reconnect(String author) {
    world.disturb(new Disturbance.Reconnect(author));
  }

  private void jump(Whom whom, Duration by) {
    switch (whom.role()) {
      case CONTROLLER -> world.controller(whom.number()).life().jump(by);
      case AGENT -> agent(whom.number(), node -> node.life().jump(by));
      case EVERYBODY -> world.controllers().forEach(node -> node.life().jump(by));
    }
  }

  private String author(Whom whom) {
    return switch (whom.role()) {
      case CONTROLLER -> world.controller(whom.number()).name();
      case AGENT -> "agent-" + whom.number();
      case EVERYBODY -> "";
    };
  }

  private void agent(int number, Consumer<AgentNode> deed) {
    world.agent(number).ifPresent(deed);
  }

  /** Undoes something, unless everything was undone before. */
  private void later(Duration delay, Runnable action) {
    world.after(
        delay,
        () -> {
          if (!over) {
            action.run();
          }
        });
  }
}
