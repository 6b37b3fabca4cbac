package dev.meso.simulation.check;

import dev.meso.simulation.check.ProcessEvent.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The processes that run on the machines, as far as they were told of. Not thread-safe. */
final class Processes {

  /** One that runs, and since when. */
  record Live(String agent, Run run, Duration since) {}

  /** The same run may, wrongly, be on two machines. */
  private record Slot(String agent, Run run) {}

  private final Map<String, Map<Slot, Live>> byTask = new LinkedHashMap<>();
  private final Map<String, Map<Run, Live>> byAgent = new LinkedHashMap<>();
  private boolean any;

  /** Takes an event over. */
  void apply(ProcessEvent event) {
    any = true;
    switch (event) {
      case ProcessEvent.Started(Duration at, String agent, Run run) ->
          add(new Live(agent, run, at));
      case ProcessEvent.Seen(Duration at, String agent, Run run) -> {
        if (!byAgent.getOrDefault(agent, Map.of()).containsKey(run)) {
          add(new Live(agent, run, at));
        }
      }
      case ProcessEvent.Ended(_, String agent, Run run, _) -> remove(agent, run);
      case ProcessEvent.Rebooted(_, String agent) -> clear(agent);
      case ProcessEvent.Gone(_, String agent) -> clear(agent);
    }
  }

  private void add(Live live) {
    byTask
        .computeIfAbsent(live.run().uid(), _ -> new LinkedHashMap<>())
        .put(new Slot(live.agent(), live.run()), live);
    byAgent.computeIfAbsent(live.agent(), _ -> new LinkedHashMap<>()).put(live.run(), live);
  }

  private void remove(String agent, Run run) {
    Map<Run, Live> here = byAgent.get(agent);
    if (here != null) {
      here.remove(run);
    }
    Map<Slot, Live> ofTask = byTask.get(run.uid());
    if (ofTask != null) {
      ofTask.remove(new Slot(agent, run));
    }
  }

  private void clear(String agent) {
    for (Run run : new ArrayList<>(byAgent.getOrDefault(agent, Map.of()).keySet())) {
      remove(agent, run);
    }
  }

  /** Whether anybody tells of processes at all. */
  boolean known() {
    return any;
  }

  /** Those of one task. */
  Collection<Live> of(String uid) {
    return Collections.unmodifiableCollection(byTask.getOrDefault(uid, Map.of()).values());
  }

  /** Those of one attempt, on one machine or on any. */
  List<Live> of(String uid, long attempt, @Nullable String agent) {
    List<Live> found = new ArrayList<>();
    for (Live live : of(uid)) {
      if (live.run().attempt() == attempt && (agent == null || live.agent().equals(agent))) {
        found.add(live);
      }
    }
    return found;
  }

  /** Those on one machine. */
  Collection<Live> on(String agent) {
    return Collections.unmodifiableCollection(byAgent.getOrDefault(agent, Map.of()).values());
  }
}
