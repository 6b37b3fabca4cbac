package dev.meso.controller.apiserver.plan;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.rbac.Attributes;
import dev.meso.controller.apiserver.rbac.RoleBook;
import dev.meso.controller.apiserver.read.Freshness;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Cause;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.controller.apiserver.write.Previews;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers {@code POST} of a Plan: what writing the objects in it would change, and what the
 * scheduler would do then. Writes nothing and keeps nothing; a refusal of one object does not hide
 * what would become of the others. Thread-safe; blocks.
 */
public final class Plans {

  public static final String PLURAL = "plans";

  private static final List<String> ROOT = List.of("apis", "meso.dev", "v1");

  /** Plans that are made at once; each has a copy of the cluster's state. More are answered 429. */
  public static final int AT_ONCE_MAX = 4;

  /** How long the scheduler may take. */
  private static final Duration FORESEE_MAX = Duration.ofSeconds(10);

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final RoleBook rights;
  private final Previews previews;
  private final Freshness freshness;
  private final Scheduling scheduling;
  private final Semaphore places = new Semaphore(AT_ONCE_MAX);

  public Plans(RoleBook rights, Previews previews, Freshness freshness, Scheduling scheduling) {
    this.rights = rights;
    this.previews = previews;
    this.freshness = freshness;
    this.scheduling = scheduling;
  }

  /**
   * The namespace that a path to plans names, or an empty text for the path of all; nothing if it
   * is no path to plans.
   */
  public static Optional<String> namespace(List<String> path) {
    boolean here = path.size() >= 4 && path.subList(0, 3).equals(ROOT);
    if (!here || !path.getLast().equals(PLURAL)) {
      return Optional.empty();
    }
    return switch (path.size()) {
      case 4 -> Optional.of("");
      case 6 -> path.get(3).equals("namespaces") ? Optional.of(path.get(4)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /**
   * The plan: 201.
   *
   * @param namespace of which all objects must be; any if empty
   */
  public Reply create(String namespace, ApiRequest request) throws InterruptedException {
    if (!places.tryAcquire()) {
      throw ApiError.of(
              Reason.TOO_MANY_REQUESTS,
              "The server makes as many plans as it may (" + AT_ONCE_MAX + "); try again")
          .retryAfter(Duration.ofSeconds(1));
    }
    try {
      return Reply.json(201, planned(request.who(), permitted(namespace, request)).toString());
    } finally {
      places.release();
    }
  }

  /** Who does not see an object learns nothing of it, not even what his own would change. */
  private PlanRequest permitted(String namespace, ApiRequest request) {
    PlanRequest plan = PlanRequest.of(request, namespace);
    for (PlanRequest.Item item : plan.items()) {
      ObjectRef ref = item.ref();
      String within = ref.kind() == Kind.NAMESPACE ? ref.name() : ref.namespace();
      rights.require(
          request.who(),
          new Attributes.OnResource(
              "get", ref.kind().group(), ref.kind().plural(), "", within, ref.name()));
    }
    return plan;
  }

  private ObjectNode planned(Principal who, PlanRequest request) throws InterruptedException {
    freshness.ensure(Optional.empty());
    List<Row> rows = new ArrayList<>();
    Set<String> coming = new TreeSet<>();
    for (boolean namespaces : new boolean[] {true, false}) {
      for (PlanRequest.Item item : request.items()) {
        if ((item.ref().kind() == Kind.NAMESPACE) == namespaces) {
          Row row = row(who, item, coming);
          rows.add(row);
          if (namespaces && row.action() == Action.CREATE) {
            coming.add(item.ref().name());
          }
        }
      }
    }
    rows.sort(Comparator.comparingInt(row -> request.items().indexOf(row.item())));
    ObjectNode plan = NODES.objectNode();
    plan.put("apiVersion", PlanRequest.API_VERSION);
    plan.put("kind", PlanRequest.KIND);
    ObjectNode status = plan.putObject("status");
    for (Action action : Action.values()) {
      status.put(
          action.countName(), (int) rows.stream().filter(row -> row.action() == action).count());
    }
    ArrayNode objects = status.putArray("objects");
    rows.forEach(row -> objects.add(json(row)));
    if (request.schedule()) {
      foresee(rows, status, objects);
    }
    return plan;
  }

  /** What a write would be. */
  private enum Action {
    CREATE("create", "toCreate"),
    UPDATE("update", "toUpdate"),
    UNCHANGED("unchanged", "unchanged"),
    REFUSED("refused", "refused");

    private final String word;
    private final String countName;

    Action(String word, String countName) {
      this.word = word;
      this.countName = countName;
    }

    String countName() {
      return countName;
    }
  }

  private record Row(
      PlanRequest.Item item,
      Action action,
      Previews.@Nullable Preview preview,
      @Nullable Differences differences,
      @Nullable ApiError refusal) {}

  private Row row(Principal who, PlanRequest.Item item, Set<String> coming)
      throws InterruptedException {
    try {
      String expected = item.object().metadata().resourceVersion();
      if (expected != null && !expected.isEmpty()) {
        freshness.ensure(Optional.of(expected));
      }
      Previews.Preview preview = previews.preview(who, item.ref(), item.object(), coming::contains);
      StoredObject before = preview.before();
      Differences differences =
          Differences.between(
              before == null ? null : Json.readTree(before.json()),
              Json.readTree(preview.after().json()));
      Action action =
          before == null ? Action.CREATE : differences.none() ? Action.UNCHANGED : Action.UPDATE;
      return new Row(item, action, preview, differences, null);
    } catch (ApiError refusal) {
      if (refusal.reason().code() >= 500) {
        // Not about this object: the next one would be told the same.
        throw refusal;
      }
      return new Row(item, Action.REFUSED, null, null, refusal);
    }
  }

  private static ObjectNode json(Row row) {
    ObjectNode json = NODES.objectNode();
    ObjectRef ref = row.item().ref();
    json.put("apiVersion", ref.kind().apiVersion());
    json.put("kind", ref.kind().kindName());
    if (ref.namespace() != null) {
      json.put("namespace", ref.namespace());
    }
    json.put("name", ref.name());
    json.put("action", row.action().word);
    Previews.Preview preview = row.preview();
    if (preview != null && preview.before() != null) {
      json.put("resourceVersion", Long.toString(preview.before().revision()));
    }
    if (!row.item().warnings().isEmpty()) {
      row.item().warnings().forEach(json.putArray("warnings")::add);
    }
    if (row.differences() != null) {
      differences(json, row.differences());
    }
    ApiError refusal = row.refusal();
    if (refusal != null) {
      json.put("reason", refusal.reason().word());
      json.put("message", refusal.getMessage());
      if (!refusal.causes().isEmpty()) {
        ArrayNode causes = json.putArray("causes");
        for (Cause cause : refusal.causes()) {
          causes.addObject().put("field", cause.field()).put("message", cause.message());
        }
      }
    }
    return json;
  }

  private static void differences(ObjectNode json, Differences differences) {
    ArrayNode list = json.putArray("differences");
    for (Differences.Difference difference : differences.listed()) {
      ObjectNode one = list.addObject();
      one.put("path", difference.path());
      if (difference.old() != null) {
        one.set("old", difference.old());
      }
      if (difference.now() != null) {
        one.set("new", difference.now());
      }
    }
    if (differences.leftOut() > 0) {
      json.put("differencesLeftOut", differences.leftOut());
    }
  }

  private void foresee(List<Row> rows, ObjectNode status, ArrayNode objects)
      throws InterruptedException {
    List<Scheduling.Change> changes = new ArrayList<>();
    for (Row row : rows) {
      Previews.Preview preview = row.preview();
      boolean written = row.action() == Action.CREATE || row.action() == Action.UPDATE;
      if (written && preview != null && !row.item().ref().kind().saysRights()) {
        StoredObject before = preview.before();
        long created = before == null || before.spec() == null ? 0 : before.spec().createRevision();
        changes.add(new Scheduling.Change(Previews.stored(preview.after()), created));
      }
    }
    if (changes.isEmpty()) {
      return;
    }
    Scheduling.Foreseen foreseen = answer(changes);
    status.put("settled", foreseen.settled());
    status.put("decisions", foreseen.decisions());
    for (int i = 0; i < rows.size(); i++) {
      String outlook = foreseen.objects().get(rows.get(i).item().ref());
      if (outlook != null && objects.get(i) instanceof ObjectNode object) {
        object.set("forecast", Json.readTree(outlook));
      }
    }
  }

  private Scheduling.Foreseen answer(List<Scheduling.Change> changes) throws InterruptedException {
    try {
      return scheduling
          .foresee(changes)
          .toCompletableFuture()
          .get(FORESEE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw ApiError.of(
          Reason.TIMEOUT,
          "Planning: no answer of the scheduler in "
              + FORESEE_MAX
              + "; ask without it (spec.schedule: false), or try again");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiError known) {
        throw known;
      }
      throw new IllegalStateException("the scheduler failed on a plan", e.getCause());
    }
  }
}
