package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.JOBS;
import static dev.meso.controller.apiserver.TestServer.NAMESPACES;
import static dev.meso.controller.apiserver.TestServer.TASKS;
import static dev.meso.controller.apiserver.TestServer.app;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a client sends is answered by a Status that says what is wrong, never by a 500. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {
  private static final String POD = "'spec':{'containers':[{'name':'main','command':['true']}]}";

  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
    server.post(APPS, app("there", 1));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String quoted(String json) {
    return json.replace("POD", POD).replace('\'', '"');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                                                 | 400 |
          []                                                                | 400 |
          7                                                                 | 400 |
          {} {}                                                             | 400 |
          {'kind':'Job','apiVersion':'meso.dev/v1'}                         | 400 | kind
          {'apiVersion':'meso.dev/v2','kind':'App'}                         | 400 | apiVersion
          {'metadata':7}                                                    | 400 | metadata
          {'metadata':{'name':7},'spec':{'template':{POD}}}                 | 400 | metadata.name
          {'metadata':{'name':'a','nmae':'b'},'spec':{'template':{POD}}}    | 400 | metadata.nmae
          {'metadata':{'name':'a'},'spec':{'replcias':1,'template':{POD}}}  | 400 | spec.replcias
          {'metadata':{'name':'a'},'spec':{'replicas':'x','template':{POD}}}| 400 | spec.replicas
          {'metadata':{'name':'a'},'spec':{'replicas':1.5,'template':{POD}}}| 400 | spec.replicas
          {'metadata':{'name':'a'},'spec':{}}                               | 400 | spec.template
          {'metadata':{'name':'a'},'metadata':{'name':'b'},'spec':{'template':{POD}}} | 400 |
          {'metadata':{},'spec':{'template':{POD}}}                         | 422 | metadata.name
          {'spec':{'template':{POD}}}                                       | 400 | metadata
          {'metadata':{'name':'A_b'},'spec':{'template':{POD}}}             | 422 | metadata.name
          {'metadata':{'name':'a/b'},'spec':{'template':{POD}}}             | 422 | metadata.name
          {'metadata':{'name':'../x'},'spec':{'template':{POD}}}            | 422 | metadata.name
          {'metadata':{'name':'a','namespace':'other'},'spec':{'template':{POD}}} | 400 |
          {'metadata':{'name':'a','resourceVersion':'5'},'spec':{'template':{POD}}} | 400 |
          {'metadata':{'name':'a'},'spec':{'replicas':-1,'template':{POD}}} | 422 | spec.replicas
          {'metadata':{'name':'a'},'spec':{'replicas':1000000,'template':{POD}}} | 422 | spec.replicas
          {'metadata':{'name':'a','labels':{'?':'x'}},'spec':{'template':{POD}}} | 422 |
          {'metadata':{'name':'a'},'spec':{'template':{'spec':{'containers':[]}}}} | 422 | spec.template.spec.containers
          {'metadata':{'name':'a'}}                                         | 422 | spec
          """)
  void badBodiesAreRefusedWithTheirField(String body, int code, String field) {
    for (String path : new String[] {APPS, APPS + "?dryRun=All"}) {
      Answer answer = server.post(path, quoted(body));
      assertThat(answer.code()).as(answer.body()).isEqualTo(code);
      assertThat(answer.at("kind")).isEqualTo("Status");
      assertThat(answer.at("status")).isEqualTo("Failure");
      assertThat(answer.at("code")).isEqualTo(Integer.toString(code));
      assertThat(answer.reason()).isEqualTo(code == 400 ? "BadRequest" : "Invalid");
      if (field != null) {
        assertThat(answer.json().at("/details/causes").toString())
            .contains("\"field\":\"" + field + "\"");
        assertThat(answer.message()).contains(field);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /apis/meso.dev/v1/namespaces/default/apps?resourceVersion=abc             | 400
          GET    | /apis/meso.dev/v1/namespaces/default/apps?resourceVersion=99999999        | 504
          GET    | /apis/meso.dev/v1/namespaces/default/apps?limit=-1                        | 400
          GET    | /apis/meso.dev/v1/namespaces/default/apps?continue=%21                    | 400
          GET    | /apis/meso.dev/v1/namespaces/default/apps?continue=bm8                    | 400
          GET    | /apis/meso.dev/v1/namespaces/default/apps?labelSelector=%3D%3D            | 400
          GET    | /apis/meso.dev/v1/namespaces/default/apps?fieldSelector=spec.replicas%3D1 | 400
          GET    | /apis/meso.dev/v1/namespaces/default/apps?fieldSelector=name              | 400
          GET    | /apis/meso.dev/v1/namespaces/default/apps?watch=true&timeoutSeconds=soon  | 400
          GET    | /apis/meso.dev/v1/namespaces/default/apps?resourceVersionMatch=Maybe      | 400
          GET    | /apis/meso.dev/v1/namespaces/Default/apps                                 | 400
          GET    | /apis/meso.dev/v1/namespaces/default/apps/a%2Fb                           | 400
          GET    | /apis/meso.dev/v1/namespaces/default/apps/none                            | 404
          GET    | /apis/meso.dev/v1/namespaces/default/agents                               | 404
          GET    | /apis/meso.dev/v1/agents/none                                             | 404
          GET    | /apis/meso.dev/v2/apps                                                    | 404
          GET    | /apis/other/v1/apps                                                       | 404
          GET    | /api/v1/apps                                                              | 404
          GET    | /apis/meso.dev/v1/namespaces/default/apps/there/log                       | 404
          GET    | /apis/meso.dev/v1/namespaces/default/apps/there/nothing                   | 404
          GET    | /apis/meso.dev/v1/namespaces/default/tasks/none/log                       | 404
          GET    | /apis/meso.dev/v1/namespaces/default/tasks/none/log?stream=both           | 400
          GET    | /                                                                         | 404
          GET    | /nowhere                                                                  | 404
          DELETE | /apis/meso.dev/v1/apps                                                    | 405
          POST   | /apis/meso.dev/v1/apps                                                    | 405
          PUT    | /apis/meso.dev/v1/namespaces/default/apps/there/status                    | 405
          POST   | /apis/meso.dev/v1/namespaces/default/apps/there                           | 405
          POST   | /healthz                                                                  | 405
          PUT    | /apis/meso.dev/v1/namespaces/default/apps/there/explain                   | 405
          DELETE | /apis/meso.dev/v1/namespaces/default/apps/there?gracePeriodSeconds=-1     | 400
          DELETE | /apis/meso.dev/v1/namespaces/default/apps/there?dryRun=Some               | 400
          """)
  void badUrlsAreRefused(String method, String path, int code) {
    Answer answer = server.send(method, path, "application/json", "");
    assertThat(answer.code()).as(answer.body()).isEqualTo(code);
    assertThat(answer.at("kind")).isEqualTo("Status");
    assertThat(answer.at("apiVersion")).isEqualTo("v1");
    assertThat(answer.at("code")).isEqualTo(Integer.toString(code));
    assertThat(answer.message()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST   | text/plain                             | {}                               | 415
          POST   | application/vnd.kubernetes.protobuf    | {}                               | 400
          PATCH  | application/json                       | {}                               | 415
          PATCH  | application/json-patch+json            | [{"op":"add"}]                   | 400
          PATCH  | application/strategic-merge-patch+json | {}                               | 415
          PATCH  | application/merge-patch+json           | []                               | 400
          PATCH  | application/merge-patch+json           | {'spec':{'replicas':'x'}}        | 400
          PATCH  | application/merge-patch+json           | {'spec':{'replicas':-1}}         | 422
          PATCH  | application/merge-patch+json           | {'spec':null}                    | 422
          PATCH  | application/merge-patch+json           | {'spec':{'x':1}}                 | 400
          PATCH  | application/merge-patch+json           | {'kind':'Job'}                   | 400
          PATCH  | application/merge-patch+json           | {'metadata':{'name':'b'}}        | 400
          PATCH  | application/merge-patch+json           | {'metadata':{'uid':'b'}}         | 409
          PATCH  | application/merge-patch+json           | {'metadata':{'resourceVersion':'x'}} | 400
          PUT    | application/json                       | {'metadata':{'name':'b'},'spec':{'template':{POD}}} | 400
          DELETE | text/plain                             | x                                | 415
          DELETE | application/json                       | {'gracePeriodSeconds':'x'}       | 400
          DELETE | application/json                       | {'gracePeriodSeconds':-1}        | 400
          DELETE | application/json                       | {'preconditions':7}              | 400
          DELETE | application/json                       | {'kind':'App'}                   | 400
          """)
  void badChangesOfAnObjectAreRefused(String method, String type, String body, int code) {
    String path = method.equals("POST") ? APPS : APPS + "/there";
    Answer answer = server.send(method, path, type, quoted(body));
    assertThat(answer.code()).as(answer.body()).isEqualTo(code);
    assertThat(answer.at("kind")).isEqualTo("Status");
    assertThat(server.get(APPS + "/there").at("metadata.generation")).isEqualTo("1");
  }

  @Test
  void aBodyBeyondTheLimitIsTooLarge() {
    String big = app("big", 1, ",\"annotations\":{\"x\":\"" + "x".repeat(600_000) + "\"}");
    Answer answer = server.post(APPS, big);
    assertThat(answer.code()).isEqualTo(413);
    assertThat(answer.reason()).isEqualTo("RequestEntityTooLarge");
    assertThat(server.get("/healthz").code()).isEqualTo(200);
  }

  @Test
  void yamlErrorsAreStatusesToo() {
    for (String body : new String[] {"a: b: c", "- 1", "kind: App\n---\nkind: App", ""}) {
      Answer answer = server.send("POST", APPS, "application/yaml", body);
      assertThat(answer.code()).as(body).isEqualTo(400);
      assertThat(answer.at("kind")).isEqualTo("Status");
    }
    Answer wrong =
        server.send(
            "POST",
            TASKS,
            "application/yaml",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n");
    assertThat(wrong.message()).contains("expected kind Task");
  }

  @Test
  void fieldValidationCanWarnOrIgnore() {
    String body = app("lenient", 1, ",\"surprise\":1");
    Answer strict = server.post(APPS + "?fieldValidation=Strict", body);
    assertThat(strict.code()).isEqualTo(400);
    Answer warned = server.post(APPS + "?fieldValidation=Warn&dryRun=All", body);
    assertThat(warned.code()).as(warned.body()).isEqualTo(201);
    assertThat(warned.headers().firstValue("Warning").orElse(""))
        .startsWith("299 - \"")
        .contains("metadata.surprise");
    Answer ignored = server.post(APPS + "?fieldValidation=Ignore", body);
    assertThat(ignored.code()).isEqualTo(201);
    assertThat(ignored.headers().firstValue("Warning")).isEmpty();
    assertThat(server.post(APPS + "?fieldValidation=Perhaps", body).code()).isEqualTo(400);
    assertThat(server.post(JOBS + "?fieldValidation=Ignore", "{").code()).isEqualTo(400);
    assertThat(server.post(NAMESPACES + "?fieldValidation=Warn", body).code()).isEqualTo(400);
  }
}
