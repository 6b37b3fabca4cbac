package example;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Waits until all tasks of an App run, by its status key in etcd: {@code WaitForApp ENDPOINT NAME
 * [NAMESPACE]}. Exit status 0 when they do, 1 when they do not within a minute.
 */
public final class WaitForApp {
  private static final Pattern PHASE = Pattern.compile("\"status\":\\{\"phase\":\"(\\w+)\"");

  public static void main(String[] args) throws Exception {
    String namespace = args.length > 2 ? args[2] : "default";
    ByteSequence key = bytes("/meso/status/apps/" + namespace + "/" + args[1]);
    CountDownLatch running = new CountDownLatch(1);
    try (Client client = Client.builder().endpoints(args[0]).build()) {
      var now = client.getKVClient().get(key).get(10, TimeUnit.SECONDS);
      for (KeyValue found : now.getKvs()) {
        look(found, running);
      }
      // What happens behind the revision that was read, so that nothing is missed.
      WatchOption behind =
          WatchOption.builder().withRevision(now.getHeader().getRevision() + 1).build();
      try (var watch =
          client
              .getWatchClient()
              .watch(
                  key,
                  behind,
                  response -> {
                    for (WatchEvent event : response.getEvents()) {
                      look(event.getKeyValue(), running);
                    }
                  })) {
        boolean in = running.await(1, TimeUnit.MINUTES);
        System.out.println(args[1] + (in ? " runs" : " does not run yet"));
        System.exit(in ? 0 : 1);
      }
    }
  }

  private static void look(KeyValue record, CountDownLatch running) {
    Matcher phase = PHASE.matcher(record.getValue().toString(StandardCharsets.UTF_8));
    if (phase.find() && phase.group(1).equals("Running")) {
      running.countDown();
    }
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }
}
