package dev.meso.simulation.bugs;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.record.Report;
import dev.meso.simulation.world.Wiring;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Agents that write what they should not. */
final class AgentWriteBugs {
  private AgentWriteBugs() {}

  /** Reports do not compare the session's alive key. */
  static Wiring reportWithoutSession() {
    return Around.agentStore(
        real ->
            Detour.writing(
                real,
                txn ->
                    txn.writes().stream().anyMatch(write -> Keys.isReport(write.key()))
                        ? Keys.withoutGuards(
                            txn, guard -> Keys.SPACE.parse(guard.key()) instanceof Key.Alive)
                        : txn));
  }

  /** The end of an attempt is not reported: its report is removed at once. */
  static Wiring endForgotten() {
    return Around.agentStore(
        real ->
            Detour.writing(
                real,
                txn ->
                    Keys.writes(
                        txn,
                        write ->
                            Optional.of(
                                terminal(write) ? new Txn.Write.Delete(write.key()) : write))));
  }

  /** A task that was made anew under its name is reported under the uid before it. */
  static Wiring uidIgnored() {
    return Around.agentStore(
        real -> {
          TreeMap<String, String> uids = new TreeMap<>();
          return Detour.writing(
              real, txn -> Keys.writes(txn, write -> Optional.of(reportedAs(uids, write))));
        });
  }

  private static Txn.Write reportedAs(Map<String, String> uids, Txn.Write write) {
    if (write instanceof Txn.Write.Put(String key, String value, long lease)
        && Keys.SPACE.parse(key) instanceof Key.Report(String _, var id)) {
      ObjectNode tree = Json.readTree(value);
      String uid = tree.path("taskUid").asString("");
      tree.put("taskUid", uids.computeIfAbsent(id.namespace() + "/" + id.task(), _ -> uid));
      return new Txn.Write.Put(key, tree.toString(), lease);
    }
    return write;
  }

  /** Each renewal of the lease registers the agent once more. */
  static Wiring registersWithEveryHeartbeat() {
    return Around.agentStore(
        real ->
            new Detour(real) {
              private @Nullable Txn registration;

              @Override
              public CompletionStage<TxnResult> commit(Txn txn, Duration deadline) {
                if (txn.writes().stream()
                    .anyMatch(write -> Keys.SPACE.parse(write.key()) instanceof Key.Registration)) {
                  registration =
                      Keys.withoutGuards(
                          txn, guard -> Keys.SPACE.parse(guard.key()) instanceof Key.Registration);
                }
                return super.commit(txn, deadline);
              }

              @Override
              public CompletionStage<Duration> keepAlive(long lease, Duration deadline) {
                if (registration != null) {
                  super.commit(registration, deadline);
                }
                return super.keepAlive(lease, deadline);
              }
            });
  }

  private static boolean terminal(Txn.Write write) {
    return write instanceof Txn.Write.Put(String key, String value, long _)
        && Keys.isReport(key)
        && Json.read(Report.class, value).phase().terminal();
  }
}
