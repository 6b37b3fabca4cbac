package dev.meso.api.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.InvalidInput;
import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Specs that people get wrong, each with what they are told: path, and a part of the message. */
class MalformedSpecsTest {

  private record Bad(String name, String yaml, String path, List<String> fragments) {
    Bad(String name, String yaml, String path, String... fragments) {
      this(name, yaml, path, List.of(fragments));
    }
  }

  private static final String APP_HEAD =
      """
      apiVersion: meso.dev/v1
      kind: App
      metadata: {name: web}
      spec:
        template:
          spec:
      """;

  private static final String CONTAINER =
      """
      containers:
      - name: main
        command: [serve]
      """;

  /** An App whose task spec is {@code spec}. */
  private static String app(String spec) {
    return APP_HEAD + spec.indent(6);
  }

  /** An App whose only container has {@code fields} besides name and command. */
  private static String container(String fields) {
    return app(CONTAINER + fields.indent(2));
  }

  private static String job(String spec) {
    return """
    apiVersion: meso.dev/v1
    kind: Job
    metadata: {name: count}
    spec:
    """
        + spec.indent(2)
        + """
          template:
            spec:
              containers: [{name: main, command: [count]}]
        """;
  }

  private static String metadata(String metadata) {
    return "apiVersion: meso.dev/v1\nkind: Task\nmetadata: "
        + metadata
        + "\nspec: {containers: [{name: main, command: [x]}]}\n";
  }

  private static String agent(String spec) {
    return "apiVersion: meso.dev/v1\nkind: Agent\nmetadata: {name: a}\nspec: " + spec;
  }

  private static final String TEMPLATE = "spec.template.spec";
  private static final String MAIN = "spec.template.spec.containers[0]";

  private static List<Bad> bad() {
    List<Bad> bad = new ArrayList<>();
    bad.addAll(badFraming());
    bad.addAll(badShapes());
    bad.addAll(badScalars());
    bad.addAll(badMetadata());
    bad.addAll(badTasks());
    bad.addAll(badContainers());
    bad.addAll(badResources());
    return bad;
  }

  private static List<Bad> badFraming() {
    return List.of(
        new Bad("no YAML", "a: [1,\nb", "", "line 2", "is no YAML"),
        new Bad("a tab", "a:\n\t- b", "", "line 2", "is no YAML"),
        new Bad("no JSON", "{\"a\": 1,}", "", "line 1", "is no JSON"),
        new Bad(
            "plain text", "hello", "", "expected an object with apiVersion", "the text 'hello'"),
        new Bad("a list", "- a", "", "expected an object", "found a list"),
        new Bad("no apiVersion", "kind: App", "apiVersion", "required", "meso.dev/v1, v1"),
        new Bad("no kind", "apiVersion: meso.dev/v1", "kind", "one of App, Job, Task"),
        new Bad("kind misspelled", "apiVersion: meso.dev/v1\nKind: App", "kind", "'Kind' is near"),
        new Bad("kind unknown", "apiVersion: meso.dev/v1\nkind: Pod", "kind", "one of App, Job"),
        new Bad("kind near", "apiVersion: meso.dev/v1\nkind: Jbo", "kind", "did you mean 'Job'?"),
        new Bad("kind in lower case", "apiVersion: meso.dev/v1\nkind: app", "kind", "'App'?"),
        new Bad(
            "apiVersion of another kind",
            "apiVersion: apps/v1\nkind: App",
            "apiVersion",
            "expected meso.dev/v1 for App, found 'apps/v1'"),
        new Bad("a List without items", "apiVersion: v1\nkind: List", "items", "required"),
        new Bad(
            "an item of a List",
            "apiVersion: v1\nkind: List\nitems:\n- kind: App\n  apiVersion: v2",
            "items[0].apiVersion",
            "line 5",
            "found 'v2'"),
        new Bad("an alias to nothing", "a: *x", "", "anchor &x"),
        new Bad("an alias to itself", "a: &x [*x]", "", "complete before its alias"),
        new Bad("a foreign tag", "a: !!java.net.URL [b]", "", "expected no tag but !!str"),
        new Bad("a merge key", "a: &x {b: c}\nd: {<<: *x}", "", "line 2", "merge key <<"),
        new Bad("a map as a key", "? {a: b}\n: c", "", "expected text as a key"),
        new Bad("too much text", " ".repeat(Manifests.TEXT_LENGTH_MAX + 1), "", "16 MiB of text"),
        new Bad("too deep", "a: " + "[".repeat(40), "", "32 deep"),
        new Bad("too deep JSON", "{\"a\": " + "[".repeat(40), "", "32 deep"),
        new Bad(
            "laughs",
            """
            a: &a [x, x, x, x, x, x, x, x, x, x]
            b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
            c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
            d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
            e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
            f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
            g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
            """,
            "",
            "line 7",
            "at most 16 MiB"),
        new Bad(
            "too large",
            container("args: [" + "x".repeat(Limits.OBJECT_BYTES_MAX) + "]"),
            "",
            "at most 512 KiB"),
        new Bad(
            "too large through aliases",
            container("args: [&x " + "x".repeat(100_000) + ", *x, *x, *x, *x, *x]"),
            "",
            "at most 512 KiB"));
  }

  private static List<Bad> badShapes() {
    return List.of(
        new Bad(
            "an unknown field",
            container("comand: [x]"),
            MAIN + ".comand",
            "line 10",
            "unknown field of Container",
            "did you mean 'command'?"),
        new Bad("another case", app("Containers: []"), TEMPLATE + ".Containers", "'containers'?"),
        new Bad(
            "a field too high",
            "apiVersion: meso.dev/v1\nkind: App\nmetadata: {name: web}\nspec: {containers: []}",
            "spec.containers",
            "it belongs to spec.template.spec"),
        new Bad(
            "a field too low",
            app("containers: []\nreplicas: 3"),
            TEMPLATE + ".replicas",
            "it belongs to spec"),
        new Bad(
            "a field of the object in its spec",
            app("containers: []\nmetadata: {}"),
            TEMPLATE + ".metadata",
            "it belongs to spec.template"),
        new Bad(
            "a field of nobody",
            app("initContainers: []"),
            TEMPLATE + ".initContainers",
            "expected one of containers"),
        new Bad(
            "a field of containers from Kubernetes",
            container("image: nginx"),
            MAIN + ".image",
            "unknown field of Container"),
        new Bad(
            "a key twice",
            container("args: [a]\nargs: [b]"),
            MAIN + ".args",
            "line 11",
            "first in line 10"),
        new Bad(
            "a label twice",
            metadata("{name: x, labels: {a: b, a: c}}"),
            "metadata.labels.a",
            "again"),
        new Bad(
            "a key twice in JSON",
            "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"a\",\n"
                + " \"name\": \"b\"}}",
            "metadata.name",
            "line 2",
            "expected once"),
        new Bad(
            "no metadata",
            "apiVersion: v1\nkind: Namespace",
            "metadata",
            "required",
            "found nothing"),
        new Bad(
            "metadata is null",
            "apiVersion: v1\nkind: Namespace\nmetadata:",
            "metadata",
            "found null"),
        new Bad(
            "no template",
            "apiVersion: meso.dev/v1\nkind: App\nmetadata: {name: a}\nspec: {replicas: 1}",
            "spec.template",
            "line 4",
            "required: expected a map"),
        new Bad(
            "a container without name",
            app("containers: [{command: [x]}]"),
            MAIN + ".name",
            "required: expected text"),
        new Bad(
            "a map for a list",
            app("containers: {name: x}"),
            TEMPLATE + ".containers",
            "expected a list, found a map"),
        new Bad(
            "text for a list",
            app("containers: [{name: x, command: sleep 5}]"),
            MAIN + ".command",
            "expected a list, found the text 'sleep 5'; write [\"sleep 5\"]"),
        new Bad("a null in a list", app("containers: [~]"), MAIN, "expected a map, found null"),
        new Bad(
            "a null in a map",
            metadata("{name: x, labels: {a: ~}}"),
            "metadata.labels[a]",
            "expected text, found null"),
        new Bad(
            "text for a map", app("nodeSelector: x"), TEMPLATE + ".nodeSelector", "expected a map"),
        new Bad("a list for a record", metadata("[a]"), "metadata", "fields of ObjectMeta"));
  }

  private static List<Bad> badScalars() {
    return List.of(
        new Bad(
            "a number for text",
            container("env: [{name: A, value: 8080}]"),
            MAIN + ".env[0].value",
            "found the number 8080; quote it: \"8080\""),
        new Bad(
            "a number in a command",
            app("containers: [{name: x, command: [sleep, 5]}]"),
            MAIN + ".command[1]",
            "quote it: \"5\""),
        new Bad(
            "a boolean for text",
            metadata("{name: x, annotations: {a: true}}"),
            "metadata.annotations[a]",
            "the boolean true; quote it"),
        new Bad(
            "a former boolean",
            agent("{unschedulable: yes}"),
            "spec.unschedulable",
            "expected true or false, without quotes, found the text 'yes'"),
        new Bad(
            "text for a number",
            job("completions: \"3\""),
            "spec.completions",
            "take the quotes off"),
        new Bad(
            "words for a number", job("completions: three"), "spec.completions", "a whole number"),
        new Bad(
            "a fraction",
            job("completions: 1.5"),
            "spec.completions",
            "a whole number, found the number 1.5"),
        new Bad(
            "a leading zero", job("completions: 010"), "spec.completions", "without leading zeros"),
        new Bad(
            "an overflow", job("completions: 99999999999"), "spec.completions", "to 2147483647"),
        new Bad(
            "a huge number",
            job("completions: " + "9".repeat(5000)),
            "spec.completions",
            "a whole number"),
        new Bad(
            "no quantity",
            container("resources: {limits: {cpu: 2x}}"),
            MAIN + ".resources.limits[cpu]",
            "such as 500m"),
        new Bad(
            "a boolean for a quantity",
            container("resources: {limits: {cpu: on, memory: true}}"),
            MAIN + ".resources.limits[memory]",
            "a quantity such as"),
        new Bad(
            "a duration without unit",
            app("containers: []\nreplaceAfter: 30"),
            TEMPLATE + ".replaceAfter",
            "for seconds 30s"),
        new Bad(
            "no duration",
            app("containers: []\nreplaceAfter: PT30S"),
            TEMPLATE + ".replaceAfter",
            "such as 90s"),
        new Bad(
            "no time",
            metadata("{name: x, creationTimestamp: yesterday}"),
            "metadata.creationTimestamp",
            "2026-01-31T12:00:00Z"));
  }

  private static List<Bad> badMetadata() {
    return List.of(
        new Bad("no name", metadata("{}"), "metadata.name", "required"),
        new Bad("a capital", metadata("{name: Web}"), "metadata.name", "lower-case", "'Web'"),
        new Bad("a slash", metadata("{name: a/b}"), "metadata.name", "lower-case"),
        new Bad(
            "a long name",
            metadata("{name: " + "a".repeat(64) + "}"),
            "metadata.name",
            "at most 63 characters, found 64"),
        new Bad(
            "a long name of an owner",
            job("{}").replace("spec:\n  {}\n", "spec:\n").replace("count}", "c".repeat(58) + "}"),
            "metadata.name",
            "at most 57"),
        new Bad(
            "a bad namespace",
            metadata("{name: a, namespace: _}"),
            "metadata.namespace",
            "lower-case"),
        new Bad(
            "a namespace of an agent",
            "apiVersion: meso.dev/v1\nkind: Agent\nmetadata: {name: a, namespace: b}",
            "metadata.namespace",
            "Agent objects are in no namespace"),
        new Bad(
            "a bad label key",
            metadata("{name: a, labels: {a b: c}}"),
            "metadata.labels[a b]",
            "expected a key"),
        new Bad(
            "a bad label value",
            metadata("{name: a, labels: {a: b c}}"),
            "metadata.labels[a]",
            "'b c'"),
        new Bad(
            "large annotations",
            metadata("{name: a, annotations: {a: " + "x".repeat(300_000) + "}}"),
            "metadata.annotations",
            "262144 bytes"),
        new Bad(
            "a bad prefix",
            metadata("{generateName: -x}"),
            "metadata.generateName",
            "the first a letter"),
        new Bad(
            "an attribute that agents set",
            agent("{attributes: {detected.os: x}}"),
            "spec.attributes[detected.os]",
            "which agents set"),
        new Bad(
            "no spec",
            "apiVersion: meso.dev/v1\nkind: Task\nmetadata: {name: a}",
            "spec",
            "required"));
  }

  private static List<Bad> badTasks() {
    return List.of(
        new Bad(
            "no container",
            app("containers: []"),
            TEMPLATE + ".containers",
            "at least one container"),
        new Bad(
            "too many replicas",
            container("").replace("spec:\n  template", "spec:\n  replicas: 100001\n  template"),
            "spec.replicas",
            "from 0 to 100000, found 100001"),
        new Bad(
            "negative replicas",
            container("").replace("spec:\n  template", "spec:\n  replicas: -1\n  template"),
            "spec.replicas",
            "found -1"),
        new Bad("no completions", job("completions: 0"), "spec.completions", "from 1 to"),
        new Bad("negative parallelism", job("parallelism: -1"), "spec.parallelism", "from 0"),
        new Bad("negative back-off", job("backoffLimit: -1"), "spec.backoffLimit", "from 0"),
        new Bad(
            "a Job that never ends",
            job("") + "      restartPolicy: Always\n",
            TEMPLATE + ".restartPolicy",
            "OnFailure, Never, found 'Always'"),
        new Bad(
            "a policy in lower case",
            app("containers: []\nrestartPolicy: onfailure"),
            TEMPLATE + ".restartPolicy",
            "did you mean 'OnFailure'?"),
        new Bad(
            "an unknown policy",
            app("containers: []\nonLost: Ignore"),
            TEMPLATE + ".onLost",
            "one of Replace, Wait"),
        new Bad(
            "a contradiction",
            app("containers: []\nonLost: Wait\nreplaceAfter: 5s"),
            TEMPLATE + ".replaceAfter",
            "onLost Wait"),
        new Bad(
            "negative grace",
            app("containers: []\nterminationGracePeriodSeconds: -1"),
            TEMPLATE + ".terminationGracePeriodSeconds",
            "from 0 to 86400"),
        new Bad(
            "negative restarts",
            app("containers: []\nmaxRestarts: -1"),
            TEMPLATE + ".maxRestarts",
            "from 0"),
        new Bad(
            "a bad attribute",
            app("containers: []\nnodeSelector: {\"a b\": c}"),
            TEMPLATE + ".nodeSelector[a b]",
            "expected a key"),
        new Bad(
            "a template with a name",
            container("").replace("  template:\n", "  template:\n    metadata: {name: x}\n"),
            "spec.template.metadata.name",
            "labels and annotations only"));
  }

  private static List<Bad> badContainers() {
    return List.of(
        new Bad(
            "no command",
            app("containers: [{name: main}]"),
            MAIN + ".command",
            "required: expected a program"),
        new Bad(
            "an empty program",
            app("containers: [{name: main, command: [\"\"]}]"),
            MAIN + ".command[0]",
            "empty text"),
        new Bad("NUL in an argument", container("args: [\"a\\0b\"]"), MAIN + ".args[0]", "U+0000"),
        new Bad(
            "a long argument",
            container("args: [" + "x".repeat(131_072) + "]"),
            MAIN + ".args[0]",
            "131071 bytes, found 131072"),
        new Bad(
            "a bad name", app("containers: [{name: a_b, command: [x]}]"), MAIN + ".name", "'a_b'"),
        new Bad(
            "a name twice",
            app("containers: [{name: a, command: [x]}, {name: a, command: [x]}]"),
            TEMPLATE + ".containers[1].name",
            "'a' again"),
        new Bad(
            "many containers",
            app("containers: [" + "{name: a, command: [x]},".repeat(17) + "]"),
            TEMPLATE + ".containers",
            "at most 16 entries, found 17"),
        new Bad(
            "a bad variable",
            container("env: [{name: 1A}]"),
            MAIN + ".env[0].name",
            "not starting with a digit"),
        new Bad(
            "a variable twice",
            container("env: [{name: A}, {name: A}]"),
            MAIN + ".env[1].name",
            "'A' again"),
        new Bad(
            "a variable of the agent",
            container("ports: [{name: a-b}]\nenv: [{name: PORT_A_B, value: x}]"),
            MAIN + ".env[0].name",
            "the agent does not set"),
        new Bad(
            "a numbered port variable",
            container("env: [{name: PORT0}]"),
            MAIN + ".env[0].name",
            "'PORT0'"),
        new Bad(
            "a long port name",
            container("ports: [{name: abcdefghijklmnop}]"),
            MAIN + ".ports[0].name",
            "at most 15 characters, found 16"),
        new Bad(
            "a port name with a dot",
            container("ports: [{name: a.b}]"),
            MAIN + ".ports[0].name",
            "'a.b'"),
        new Bad(
            "a port name twice",
            container("ports: [{name: a}, {name: a}]"),
            MAIN + ".ports[1].name",
            "'a' again"),
        new Bad(
            "a port out of range",
            container("ports: [{name: a, hostPort: 65536}]"),
            MAIN + ".ports[0].hostPort",
            "from 1 to 65535, found 65536"),
        new Bad(
            "a port twice",
            container("ports: [{name: a, hostPort: 80}, {name: b, hostPort: 80}]"),
            MAIN + ".ports[1].hostPort",
            "80 again"),
        new Bad(
            "a port of a container of Kubernetes",
            container("ports: [{containerPort: 80}]"),
            MAIN + ".ports[0].containerPort",
            "unknown field of ContainerPort"),
        new Bad(
            "a directory above",
            container("workingDir: a/../../b"),
            MAIN + ".workingDir",
            "in the sandbox"),
        new Bad(
            "NUL in a directory",
            container("workingDir: \"a\\0\""),
            MAIN + ".workingDir",
            "U+0000"));
  }

  private static List<Bad> badResources() {
    String resources = MAIN + ".resources";
    return List.of(
        new Bad(
            "a mistyped resource",
            container("resources: {limits: {memroy: 1Gi}}"),
            resources + ".limits[memroy]",
            "did you mean 'memory'?"),
        new Bad(
            "a plural",
            container("resources: {limits: {cpus: 1}}"),
            resources + ".limits[cpus]",
            "did you mean 'cpu'?"),
        new Bad(
            "more than the limit",
            container("resources: {requests: {cpu: 2}, limits: {cpu: 1500m}}"),
            resources + ".requests[cpu]",
            "at most the limit of 1500m, found 2"),
        new Bad(
            "a negative request",
            container("resources: {requests: {memory: -1Gi}}"),
            resources + ".requests[memory]",
            "not below zero"),
        new Bad(
            "a limit of zero",
            container("resources: {limits: {cpu: 0}}"),
            resources + ".limits[cpu]",
            "above zero"),
        new Bad(
            "half a device",
            container("resources: {limits: {gpu: 500m}}"),
            resources + ".limits[gpu]",
            "whole number of devices"),
        new Bad(
            "thousandths of bytes",
            container("resources: {limits: {memory: 100m}}"),
            resources + ".limits[memory]",
            "m means thousandths"),
        new Bad(
            "too much",
            container("resources: {limits: {memory: 1Pi}}"),
            TEMPLATE + ".containers",
            "of memory over all containers"),
        new Bad(
            "more than a long",
            container("resources: {limits: {cpu: 7Ei}}"),
            TEMPLATE + ".containers",
            "2^63-1"),
        new Bad(
            "a bad custom name",
            container("resources: {limits: {a b/c: 1}}"),
            resources + ".limits[a b/c]",
            "before the slash"));
  }

  @TestFactory
  Stream<DynamicTest> areRefusedWithAMessageThatNamesTheField() {
    return bad().stream().map(bad -> dynamicTest(bad.name(), () -> refuses(bad)));
  }

  @Test
  void theFrameOfTheseSpecsIsGood() {
    for (String good :
        List.of(container("args: [a]"), job("completions: 2"), metadata("{name: x}"))) {
      assertThat(problems(good)).isEmpty();
    }
  }

  private static void refuses(Bad bad) {
    List<FieldError> errors = problems(bad.yaml());

    assertThat(errors)
        .anySatisfy(
            error -> {
              assertThat(error.path()).isEqualTo(bad.path());
              assertThat(error.toString()).contains(bad.fragments());
              assertThat(error.message()).hasSizeLessThan(500);
            });
  }

  private static List<FieldError> problems(String yaml) {
    try {
      List<FieldError> errors = new ArrayList<>();
      for (ApiObject object : Manifests.read(yaml, "bad.yaml")) {
        errors.addAll(Validation.check(Defaults.apply(object)));
      }
      return errors;
    } catch (InvalidInput e) {
      assertThat(e.errors()).isNotEmpty();
      assertThat(e).hasMessageContaining("bad.yaml");
      return e.errors();
    }
  }
}
