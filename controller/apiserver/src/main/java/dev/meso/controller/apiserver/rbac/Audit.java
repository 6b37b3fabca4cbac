package dev.meso.controller.apiserver.rbac;

import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.status.Reason;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each write and each refusal, in the log under the name {@code dev.meso.audit}: who
 * did what to which object, with which result. Never what was written.
 */
final class Audit {
  private static final Logger log = LoggerFactory.getLogger("dev.meso.audit");
  private static final Set<String> READS = Set.of("get", "list", "watch", "head", "options");

  private Audit() {}

  static void record(Principal self, Principal who, Attributes what, int code) {
    boolean refused = code == Reason.UNAUTHORIZED.code() || code == Reason.FORBIDDEN.code();
    if (!refused && (READS.contains(what.verb()) || asksAboutItself(what))) {
      return;
    }
    LoggingEventBuilder line =
        log.atInfo().addKeyValue("user", who.name()).addKeyValue("groups", who.groups());
    if (!self.equals(who)) {
      line = line.addKeyValue("by", self.name());
    }
    line = line.addKeyValue("verb", what.verb());
    line =
        switch (what) {
          case Attributes.OnPage page -> line.addKeyValue("path", page.path());
          case Attributes.OnResource it ->
              line.addKeyValue("group", it.group())
                  .addKeyValue("resource", it.path())
                  .addKeyValue("namespace", it.namespace() == null ? "" : it.namespace())
                  .addKeyValue("name", it.name());
        };
    line.addKeyValue("code", code).log(refused ? "Request was refused" : "Write was answered");
  }

  private static boolean asksAboutItself(Attributes what) {
    return what instanceof Attributes.OnResource it && it.resource().startsWith("selfsubject");
  }
}
