package dev.meso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistypedTest {
  private final FakeServer server = new FakeServer();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gte                       | 2 | Unknown command 'gte'; did you mean 'get'?
          aply -f x                 | 2 | Unknown command 'aply'; did you mean 'apply'?
          frobnicate                | 2 | Unknown command 'frobnicate'
          get aps                   | 2 | Unknown kind 'aps'; did you mean 'app' or 'apps'?
          get tsak/x                | 2 | Unknown kind 'tsak'; did you mean 'task'
          get app.example.com       | 2 | Unknown kind 'app.example.com'
          get apps/                 | 2 | Expected KIND/NAME such as app/web, found 'apps/'
          get apps --selectr a      | 2 | did you mean '--selector'?
          get apps -o jsn           | 2 | expected one of
          get app/wbe               | 3 | app/wbe not found in namespace default; did you mean 'web'?
          get apps -A web           | 2 | Names cannot be combined with -A
          get apps,jobs -w          | 2 | Expected one kind to watch
          describe app              | 2 | Expected a name after the kind
          describe app/wbe          | 3 | did you mean 'web'?
          delete app/wbe            | 3 | did you mean 'web'?
          logs job/wrods            | 3 | job/wrods not found in namespace default; did you mean 'words'?
          logs agent/x              | 2 | Expected a task, an app or a job, found agent/x
          logs web-0 --tail -4      | 2 | Expected --tail
          logs web-0 -f --previous  | 2 | Expected either -f or --previous
          explain agent/a-1         | 2 | Expected an app, a job or a task, found agent/a-1
          explain app/web app/api   | 2 | Expected one object to explain, found 2
          agent gon a-1             | 2 | did you mean 'gone'?
          agent gone a-2            | 3 | agent/a-2 not found; did you mean 'a-1'?
          apply                     | 2 | Missing required option
          apply -f /nowhere/at/all  | 2 | File not found: /nowhere/at/all
          apply -f - --timeout soon | 2 | expected a time such as 30s
          run                       | 2 | Missing required parameter
          run --cpu many -- true    | 2 | --cpu
          run --env A -- true       | 2 | Expected --env NAME=VALUE, found 'A'
          run --name A_b -- true    | 2 | metadata.name
          completion fish           | 2 | expected one of
          --server ftp://x get      | 2 | Expected the server as https://HOST:PORT, http://HOST:PORT or HOST:PORT
          """)
  void isAnsweredWithWhatWasMeant(String line, int code, String message) {
    server.put(Kind.APP, "web", "{}");
    server.put(Kind.JOB, "words", "{}");
    server.put(Kind.AGENT, "a-1", "{}");
    Ran ran = Ran.meso(server, line.split(" "));
    assertThat(ran.err()).contains(message).startsWith("meso: ").doesNotContain("\tat ");
    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void helpIsOnStandardOutput() {
    for (String[] args :
        new String[][] {
          {"--help"}, {"help"}, {"get", "-h"}, {"help", "run"}, {"agent", "--help"}
        }) {
      Ran ran = Ran.meso(server, args);
      assertThat(ran.code()).isZero();
      assertThat(ran.err()).isEmpty();
      assertThat(ran.out()).contains("Usage: meso");
      assertThat(ran.out().lines()).allMatch(line -> line.length() <= 100);
    }
  }

  @Test
  void helpListsTheExitStatuses() {
    assertThat(Ran.meso(server, "--help").out()).contains("124", "not over in the time given");
  }

  @Test
  void everyCommandHasHelpOfItsOwn() {
    for (String word : CommandName.words()) {
      assertThat(Ran.meso(server, word, "--help").out()).contains("Usage: meso " + word);
    }
  }

  @Test
  void nothingAtAllShowsHelpAndFails() {
    Ran ran = Ran.meso(server);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).contains("Usage: meso");
  }
}
