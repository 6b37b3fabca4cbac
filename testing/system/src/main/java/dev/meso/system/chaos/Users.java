package dev.meso.system.chaos;

import dev.meso.system.ApiClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What all users of a run share: the servers, the promises, and what was answered. */
final class Users {
  /** Longer than a failover, shorter than the longest fault. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final Findings findings;
  private final Journal journal;
  private final SortedMap<String, ApiClient> clients = new TreeMap<>();
  private final SortedMap<String, Promise> promises = new TreeMap<>();
  private final Map<Outcome.Kind, Integer> outcomes = new EnumMap<>(Outcome.Kind.class);
  private int marks;

  Users(SortedMap<String, String> servers, Findings findings, Journal journal) {
    this.findings = findings;
    this.journal = journal;
    servers.forEach((name, url) -> clients.put(name, new ApiClient(() -> url, PATIENCE)));
  }

  /** The promise of a name, made when it is asked for first. */
  Promise promise(String plural, String name) {
    synchronized (promises) {
      return promises.computeIfAbsent(plural + "/" + name, _ -> new Promise(plural, name));
    }
  }

  List<Promise> promises() {
    synchronized (promises) {
      return List.copyOf(promises.values());
    }
  }

  /** A word that marks one template of the run. */
  synchronized String mark(String name) {
    marks++;
    return name + "." + marks;
  }

  /** How often requests were answered in which way. */
  synchronized Map<Outcome.Kind, Integer> outcomes() {
    return new EnumMap<>(outcomes);
  }

  /**
   * Sends a request to the controllers in random order until one answers. Goes on to the next only
   * while the last did nothing for certain.
   */
  Outcome send(Random random, String method, String path, String body) {
    List<String> order = new ArrayList<>(clients.keySet());
    Collections.shuffle(order, random);
    Outcome outcome = new Outcome(Outcome.Kind.NOTHING_DONE, Optional.empty());
    for (String name : order) {
      ApiClient client = clients.get(name);
      if (client == null) {
        continue;
      }
      ApiClient.Answer answer = client.send(method, path, body);
      outcome = Outcome.of(answer);
      journal.note(
          method + " " + path + " at " + name + ": " + answer.status() + " " + brief(answer));
      if (outcome.kind() != Outcome.Kind.NOTHING_DONE) {
        break;
      }
    }
    findings.check("answer-expected", true, () -> "");
    synchronized (this) {
      outcomes.merge(outcome.kind(), 1, Integer::sum);
    }
    return outcome;
  }

  /** Reads an object from any server; empty when that one cannot say, or knows of none. */
  Optional<JsonNode> read(Random random, String path) {
    List<ApiClient> any = new ArrayList<>(clients.values());
    ApiClient.Answer answer = any.get(random.nextInt(any.size())).send("GET", path, "");
    return answer.status() == 200 ? Optional.of(answer.body()) : Optional.empty();
  }

  /** Notes an answer that no server may give. */
  void accuse(String invariant, String detail) {
    findings.check(invariant, false, () -> detail);
  }

  static String collection(String plural) {
    return "/apis/meso.dev/v1/namespaces/" + Keys.NAMESPACE + "/" + plural;
  }

  private static String brief(ApiClient.Answer answer) {
    if (answer.status() >= 200 && answer.status() < 300) {
      return answer.text("/metadata/uid") + " at " + answer.text("/metadata/resourceVersion");
    }
    return answer.body().isString() ? answer.body().asString("") : answer.text("/message");
  }
}
