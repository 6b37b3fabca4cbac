package dev.meso.benchmarks.api;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Keyspace;
import dev.meso.store.etcd.EtcdAddress;
import dev.meso.store.etcd.EtcdStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Measures GET, LIST and watches of an API server that holds many tasks, when it is quiet and while
 * watchers get events. Prints one row for each figure; nothing here fails on a figure.
 */
public final class ApiBench {
  private static final int TASKS = 10_000;
  private static final int WATCHERS = 100;
  private static final int IDLE_WATCHERS = 1_000;
  private static final int EVENTS_PER_SECOND = 1_000;
  private static final int PER_TRANSACTION = 10;
  private static final int BYTES = 1_024;
  private static final int GETS_WARM = 3_000;
  private static final int GETS = 3_000;
  private static final int LISTS = 15;

  /** Load before anything is counted: both sides compile what they run most in it. */
  private static final Duration LOAD_WARM = Duration.ofSeconds(20);

  private static final Duration LOAD = Duration.ofSeconds(30);
  private static final Duration GET_EVERY = Duration.ofMillis(20);
  private static final Duration LIST_EVERY = Duration.ofSeconds(2);
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);
  private static final String TASKS_PATH = "/apis/meso.dev/v1/namespaces/default/tasks";

  private final Cluster cluster;
  private final HttpClient client;

  private ApiBench(Cluster cluster, HttpClient client) {
    this.cluster = cluster;
    this.client = client;
  }

  /** Runs it; takes two minutes and a half. */
  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("meso-bench");
    try (Cluster cluster = Cluster.start(directory);
        HttpClient client = cluster.client();
        EtcdStore store = EtcdStore.connect(EtcdAddress.parse(cluster.etcd().toString()))) {
      TaskRecords records = new TaskRecords(new Keyspace("/meso"), WATCHERS, BYTES);
      new ApiBench(cluster, client).run(new Changes(store, records, TASKS));
    } finally {
      delete(directory);
    }
  }

  private void run(Changes changes) throws IOException, InterruptedException {
    System.out.printf(
        Locale.ROOT,
        "%d tasks of %d bytes, TLS, client, controller and etcd on one machine with %d"
            + " processors%n%n",
        TASKS,
        BYTES,
        Runtime.getRuntime().availableProcessors());
    System.out.printf(Locale.ROOT, "%-62s %12s %12s%n", "", "measured", "aim");
    changes.create(100);
    String revision = settled();
    quiet();
    loaded(changes, revision);
    memory(settled());
  }

  /** Waits until the leader has looked at every task and nothing changes; gives the revision. */
  private String settled() throws IOException, InterruptedException {
    long end = System.nanoTime() + SETTLED_WITHIN.toNanos();
    String before = "";
    while (System.nanoTime() < end) {
      String list = get(TASKS_PATH + "?limit=1").body();
      String now =
          Json.readTree(list).path("metadata").path("resourceVersion").asString("")
              + "/"
              + Json.readTree(list).path("metadata").path("remainingItemCount").asString("");
      if (now.equals(before) && now.endsWith("/" + (TASKS - 1))) {
        return now.substring(0, now.indexOf('/'));
      }
      before = now;
      LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    }
    throw new IOException("the cluster did not come to rest within " + SETTLED_WITHIN);
  }

  private void quiet() throws IOException, InterruptedException {
    Samples gets = new Samples();
    for (int i = 0; i < GETS_WARM + GETS; i++) {
      long begin = System.nanoTime();
      get(TASKS_PATH + "/" + TaskRecords.name(i % TASKS));
      if (i >= GETS_WARM) {
        gets.add(System.nanoTime() - begin);
      }
    }
    Samples lists = new Samples();
    for (int i = 0; i < LISTS; i++) {
      list(lists);
    }
    row("GET of a task, quiet: median", millis(gets.quantile(0.5)), "");
    row("GET of a task, quiet: 99 of 100", millis(gets.quantile(0.99)), "5 ms");
    row("LIST of " + TASKS + " tasks, quiet: median", millis(lists.quantile(0.5)), "500 ms");
    row("LIST of " + TASKS + " tasks, quiet: most", millis(lists.quantile(1)), "");
  }

  private void loaded(Changes changes, String revision) throws IOException, InterruptedException {
    Samples gets = new Samples();
    Samples lists = new Samples();
    AtomicBoolean warm = new AtomicBoolean();
    AtomicBoolean over = new AtomicBoolean();
    try (Watchers watchers = new Watchers(cluster)) {
      for (int i = 0; i < WATCHERS; i++) {
        watchers.open("shard=" + i, revision);
      }
      Thread asking = Thread.ofPlatform().start(() -> ask(gets, lists, warm, over));
      long unmeasured = changes.run(EVENTS_PER_SECOND, PER_TRANSACTION, LOAD_WARM);
      warm.set(true);
      long begin = System.nanoTime();
      long measured;
      try (Hiccups hiccups = Hiccups.watch()) {
        measured = changes.run(EVENTS_PER_SECOND, PER_TRANSACTION, LOAD);
        tell(hiccups);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      long made = unmeasured + measured;
      over.set(true);
      asking.join();
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (watchers.events() < made && watchers.broken() == 0 && System.nanoTime() < end) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
      String load =
          String.format(
              Locale.ROOT,
              "%d watchers with selectors, %.0f events/s",
              WATCHERS,
              measured / seconds);
      row(load + ": events that were lost", made - watchers.events() + " of " + made, "0");
      row(load + ": watches that were cut", Long.toString(watchers.broken()), "0");
      row("bytes that the watchers got for an event", watchers.bytes() / made + "", "");
    }
    row("GET of a task, under that load: median", millis(gets.quantile(0.5)), "");
    row(
        "GET of a task, under that load: 99 of 100 (" + gets.count() + ")",
        millis(gets.quantile(0.99)),
        "5 ms");
    row("LIST, under that load: median", millis(lists.quantile(0.5)), "500 ms");
    row("LIST, under that load: most (" + lists.count() + ")", millis(lists.quantile(1)), "500 ms");
  }

  private static void tell(Hiccups hiccups) {
    row("client's own pauses under load, together", millis(hiccups.paused()), "");
    row("client's idle thread woke too late: 99 of 100", millis(hiccups.late().quantile(0.99)), "");
  }

  /** Asks as long as the load lasts; only what is asked after the warm-up is counted. */
  private void ask(Samples gets, Samples lists, AtomicBoolean warm, AtomicBoolean over) {
    Samples uncounted = new Samples();
    try {
      long nextList = System.nanoTime();
      for (int i = 0; !over.get(); i++) {
        boolean counted = warm.get();
        long begin = System.nanoTime();
        if (begin >= nextList) {
          list(counted ? lists : uncounted);
          nextList = begin + LIST_EVERY.toNanos();
        } else {
          get(TASKS_PATH + "/" + TaskRecords.name(i * 37 % TASKS));
          (counted ? gets : uncounted).add(System.nanoTime() - begin);
        }
        LockSupport.parkNanos(GET_EVERY.toNanos());
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void memory(String revision) throws IOException, InterruptedException {
    long heapBefore = liveHeapBytes();
    long residentBefore = residentBytes();
    try (Watchers watchers = new Watchers(cluster)) {
      for (int i = 0; i < IDLE_WATCHERS; i++) {
        watchers.open("shard=" + i % WATCHERS, revision);
      }
      long heap = liveHeapBytes() - heapBefore;
      long resident = residentBytes() - residentBefore;
      row(
          "heap of an idle watcher (" + IDLE_WATCHERS + " were opened)",
          heap / IDLE_WATCHERS / 1024 + " KiB",
          "");
      row("resident memory of an idle watcher", resident / IDLE_WATCHERS / 1024 + " KiB", "");
    }
    row("heap of the controller, live", heapBefore / (1 << 20) + " MiB", "");
  }

  /** Bytes of live objects in the controller, by its own histogram, which collects garbage. */
  private long liveHeapBytes() throws IOException, InterruptedException {
    String java = System.getProperty("java.home");
    Process process =
        new ProcessBuilder(java + "/bin/jcmd", Long.toString(cluster.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    List<String> total = text.lines().filter(line -> line.startsWith("Total")).toList();
    if (code != 0 || total.size() != 1) {
      throw new IOException("jcmd: " + text.lines().findFirst().orElse("no answer"));
    }
    return Long.parseLong(total.getFirst().strip().split(" +", -1)[2]);
  }

  private long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + cluster.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("no VmRSS of process " + cluster.pid());
  }

  private void list(Samples samples) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(cluster.at(TASKS_PATH)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    samples.add(System.nanoTime() - begin);
    if (answer.statusCode() != 200 || answer.body().length < TASKS * BYTES) {
      throw new IOException(
          "LIST: expected every task, found " + answer.statusCode() + ", " + answer.body().length);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(cluster.at(path)).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": expected 200, found " + answer.statusCode());
    }
    return answer;
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.2f ms", time.toNanos() / 1e6);
  }

  private static void row(String what, String measured, String aim) {
    System.out.printf(Locale.ROOT, "%-62s %12s %12s%n", what, measured, aim);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
