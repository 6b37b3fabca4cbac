package dev.meso.controller.runtime.loop;

import dev.meso.api.key.Keyspace;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.runtime.ControllerActors;
import dev.meso.store.actor.VirtualProcess;
import dev.meso.store.election.ElectionEffect;
import java.util.ArrayList;
import java.util.List;

/** The actors of one controller on virtual time. */
final class TestController implements ControllerActors.Listener {
  private final VirtualProcess process;
  private final List<LoopOutput> outputs = new ArrayList<>();

  TestController(String name, Keyspace keyspace, VirtualProcess process, long seed) {
    this.process = process;
    ControllerActors.start(
            new ControllerActors.Settings(
                name, keyspace, new Decider(Decider.LOST_AFTER, Placer.by(Scoring.SPREAD)), seed),
            process.runtime(),
            this)
        .stand("http://" + name);
  }

  VirtualProcess process() {
    return process;
  }

  List<LoopOutput> outputs() {
    return outputs;
  }

  boolean inOffice() {
    boolean office = false;
    for (LoopOutput output : outputs) {
      if (output instanceof LoopOutput.TookOffice) {
        office = true;
      } else if (output instanceof LoopOutput.LeftOffice) {
        office = false;
      }
    }
    return office;
  }

  @Override
  public void heard(ElectionEffect effect) {}

  @Override
  public void heard(LoopOutput output) {
    outputs.add(output);
  }

  @Override
  public void faulted(String component, Throwable why) {
    process.faultHandler().onFault(component, why);
  }
}
