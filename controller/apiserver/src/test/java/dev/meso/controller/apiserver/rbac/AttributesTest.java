package dev.meso.controller.apiserver.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.controller.apiserver.http.Params;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesTest {
  private static Attributes of(String method, String url) {
    String[] parts = url.split("[?]", 2);
    List<String> path =
        Arrays.stream(parts[0].split("/", -1)).filter(segment -> !segment.isEmpty()).toList();
    return Attributes.of(method, path, Params.parse(parts.length > 1 ? parts[1] : null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      emptyValue = "",
      textBlock =
          """
          GET    | /apis/meso.dev/v1/apps                            | list   | meso.dev | apps | '' | - | ''
          GET    | /apis/meso.dev/v1/apps?watch=1                    | watch  | meso.dev | apps | '' | - | ''
          GET    | /apis/meso.dev/v1/namespaces/a/apps               | list   | meso.dev | apps | '' | a | ''
          GET    | /apis/meso.dev/v1/namespaces/a/apps/web           | get    | meso.dev | apps | '' | a | web
          GET    | /apis/meso.dev/v1/namespaces/a/apps?fieldSelector=metadata.name%3Dweb&watch=true | watch | meso.dev | apps | '' | a | web
          HEAD   | /apis/meso.dev/v1/namespaces/a/apps/web           | get    | meso.dev | apps | '' | a | web
          POST   | /apis/meso.dev/v1/namespaces/a/apps               | create | meso.dev | apps | '' | a | ''
          PUT    | /apis/meso.dev/v1/namespaces/a/apps/web           | update | meso.dev | apps | '' | a | web
          PATCH  | /apis/meso.dev/v1/namespaces/a/apps/web/scale     | patch  | meso.dev | apps | scale | a | web
          DELETE | /apis/meso.dev/v1/namespaces/a/apps/web           | delete | meso.dev | apps | '' | a | web
          DELETE | /apis/meso.dev/v1/namespaces/a/apps               | deletecollection | meso.dev | apps | '' | a | ''
          OPTIONS | /apis/meso.dev/v1/namespaces/a/apps              | options | meso.dev | apps | '' | a | ''
          GET    | /api/v1/namespaces                                | list   | '' | namespaces | '' | - | ''
          GET    | /api/v1/namespaces/a                              | get    | '' | namespaces | '' | a | a
          PUT    | /api/v1/namespaces/a/finalize                     | update | '' | namespaces | finalize | a | a
          GET    | /api/v1/namespaces/a/status                       | get    | '' | namespaces | status | a | a
          GET    | /api/v1/namespaces/a/pods/p/log                   | get    | '' | pods | log | a | p
          GET    | /api/v1/namespaces/a/pods/p/proxy/x/y             | get    | '' | pods | proxy/x/y | a | p
          GET    | /api/v1/nodes/n                                   | get    | '' | nodes | '' | - | n
          GET    | /apis/nobody.knows/v7/things/x                    | get    | nobody.knows | things | '' | - | x
          POST   | /apis/authorization.k8s.io/v1/selfsubjectaccessreviews | create | authorization.k8s.io | selfsubjectaccessreviews | '' | - | ''
          """)
  void aRequestIsAboutAResource(
      String method,
      String url,
      String verb,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {
    assertThat(of(method, url))
        .isEqualTo(new Attributes.OnResource(verb, group, resource, subresource, namespace, name));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /metrics, get, /metrics",
    "GET, /, get, /",
    "GET, /api, get, /api",
    "GET, /api/v1, get, /api/v1",
    "GET, /apis/meso.dev/v1, get, /apis/meso.dev/v1",
    "GET, /openapi/v3/apis/meso.dev/v1, get, /openapi/v3/apis/meso.dev/v1",
    "POST, /nothing, post, /nothing"
  })
  void orAboutAPage(String method, String url, String verb, String path) {
    assertThat(of(method, url)).isEqualTo(new Attributes.OnPage(verb, path));
  }
}
