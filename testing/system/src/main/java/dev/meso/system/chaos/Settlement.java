package dev.meso.system.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What is still otherwise than it should be, once nobody asks for anything any more: every
 * acknowledged wish is in etcd, processes are those that are wished for, and those that beat are
 * those that etcd calls running.
 */
final class Settlement {
  private final ChaosCluster cluster;
  private final Users users;
  private final Lives lives;

  Settlement(ChaosCluster cluster, Users users, Lives lives) {
    this.cluster = cluster;
    this.users = users;
    this.lives = lives;
  }

  /** Reasons in words, each beginning with the name of an invariant; none when all is settled. */
  List<String> unsettled() {
    Optional<EtcdGateway.Listing> listing = cluster.etcd().gateway().list(ChaosCluster.ROOT);
    if (listing.isEmpty()) {
      return List.of("etcd-answers: no member does");
    }
    SortedMap<String, EtcdGateway.Listing.Value> keys = listing.get().entries();
    List<Life> beating = lives.beating();
    List<String> reasons = new ArrayList<>();
    if (cluster.readyAgents() != ChaosCluster.AGENTS) {
      reasons.add("agents-ready: " + cluster.readyAgents() + " of " + ChaosCluster.AGENTS);
    }
    for (Promise promise : users.promises()) {
      promise(promise, keys, beating).ifPresent(reasons::add);
    }
    SortedSet<String> running = running(keys);
    SortedSet<String> there =
        beating.stream().map(Life::attemptId).collect(Collectors.toCollection(TreeSet::new));
    if (!running.equals(there)) {
      SortedSet<String> onlyEtcd = new TreeSet<>(running);
      onlyEtcd.removeAll(there);
      List<Life> onlyMachine =
          beating.stream().filter(life -> !running.contains(life.attemptId())).toList();
      reasons.add(
          "processes-are-reports: only etcd has running "
              + onlyEtcd
              + ", only here are "
              + onlyMachine);
    }
    return reasons;
  }

  private Optional<String> promise(
      Promise promise, SortedMap<String, EtcdGateway.Listing.Value> keys, List<Life> beating) {
    EtcdGateway.Listing.Value stored = keys.get(promise.specKey());
    JsonNode spec = Keys.json(stored == null ? "" : stored.text());
    boolean ending = spec.at("/metadata").has("deletionTimestamp");
    Optional<Want> found = Want.of(spec);
    if (!promise.possible().contains(found) || ending) {
      String state = found.map(Want::toString).orElse("absent") + (ending ? ", ending" : "");
      return Optional.of(
          "nothing-acknowledged-lost: " + promise + " was promised, there is: " + state);
    }
    EtcdGateway.Listing.Value status = keys.get(Keys.status(promise.plural(), promise.name()));
    List<Life> own = beating.stream().filter(life -> belongs(life, promise.name())).toList();
    if (found.isEmpty()) {
      return own.isEmpty() && status == null
          ? Optional.empty()
          : Optional.of("deleted-is-gone: " + promise + " has " + own + ", status " + status);
    }
    return promise.plural().equals("jobs")
        ? job(promise, Keys.json(status == null ? "" : status.text()))
        : app(promise, found.get(), own);
  }

  private static Optional<String> app(Promise promise, Want want, List<Life> own) {
    List<String> tasks =
        own.stream()
            .filter(life -> life.mark().equals(want.mark()))
            .map(Life::task)
            .distinct()
            .toList();
    return tasks.size() == want.count() && own.size() == want.count()
        ? Optional.empty()
        : Optional.of("app-runs: " + promise + " has " + own);
  }

  private static Optional<String> job(Promise promise, JsonNode status) {
    String phase = status.at("/status/phase").asString("");
    return phase.equals("Succeeded")
        ? Optional.empty()
        : Optional.of("job-completes: " + promise + " has status " + status);
  }

  /** Uid and attempt of what agents call running. */
  private static SortedSet<String> running(SortedMap<String, EtcdGateway.Listing.Value> keys) {
    SortedSet<String> running = new TreeSet<>();
    keys.forEach(
        (key, value) -> {
          if (key.startsWith(Keys.REPORTS)) {
            JsonNode json = Keys.json(value.text());
            if (json.path("phase").asString("").equals("Running")) {
              running.add(json.path("taskUid").asString("") + "/" + json.path("attempt").asLong(0));
            }
          }
        });
    return running;
  }

  /** Tasks are named after their owner and an ordinal. */
  static boolean belongs(Life life, String owner) {
    return life.task().matches(java.util.regex.Pattern.quote(owner) + "-[0-9]+");
  }

  /** Keys that must be gone, and processes that must have ended, once everything was deleted. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    Optional<EtcdGateway.Listing> listing = cluster.etcd().gateway().list(ChaosCluster.ROOT);
    if (listing.isEmpty()) {
      return List.of("etcd-answers: no member does");
    }
    SortedMap<String, String> keys = new TreeMap<>();
    listing.get().entries().forEach((key, value) -> keys.put(key, value.text()));
    keys.keySet()
        .removeIf(
            key ->
                !key.startsWith(Keys.ASSIGNMENTS)
                    && !key.startsWith(Keys.REPORTS)
                    && !key.matches(ChaosCluster.ROOT + "(spec|status)/(apps|jobs|tasks)/.*"));
    keys.forEach((key, value) -> left.add("keys-gone: " + key + " " + value));
    lives.beating().forEach(life -> left.add("processes-gone: " + life));
    return left;
  }
}
