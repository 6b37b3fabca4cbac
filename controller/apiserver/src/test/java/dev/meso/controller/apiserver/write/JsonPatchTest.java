package dev.meso.controller.apiserver.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.codec.Json;
import dev.meso.controller.apiserver.status.ApiError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;

/** RFC 6902, by the examples of its appendix and by what it forbids. */
final class JsonPatchTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1}           | [{"op":"add","path":"/b","value":2}]                      | {"a":1,"b":2}
          {"a":1}           | [{"op":"add","path":"/a","value":2}]                      | {"a":2}
          {"a":[1,3]}       | [{"op":"add","path":"/a/1","value":2}]                    | {"a":[1,2,3]}
          {"a":[1]}         | [{"op":"add","path":"/a/-","value":[2]}]                  | {"a":[1,[2]]}
          {"a":1,"b":2}     | [{"op":"remove","path":"/a"}]                             | {"b":2}
          {"a":[1,2,3]}     | [{"op":"remove","path":"/a/1"}]                           | {"a":[1,3]}
          {"a":[1,2,3]}     | [{"op":"replace","path":"/a/1","value":null}]             | {"a":[1,null,3]}
          {"a":{"b":1},"c":{}} | [{"op":"move","from":"/a/b","path":"/c/d"}]            | {"a":{},"c":{"d":1}}
          {"a":[1,2,3]}     | [{"op":"move","from":"/a/0","path":"/a/2"}]               | {"a":[2,3,1]}
          {"a":{"b":1}}     | [{"op":"copy","from":"/a","path":"/c"}]                   | {"a":{"b":1},"c":{"b":1}}
          {"a/b":1,"m~n":2} | [{"op":"test","path":"/a~1b","value":1.0},{"op":"remove","path":"/m~0n"}] | {"a/b":1}
          {"":1}            | [{"op":"replace","path":"/","value":2}]                   | {"":2}
          {"a":1}           | [{"op":"replace","path":"","value":{"b":2}}]              | {"b":2}
          {"a":1}           | []                                                        | {"a":1}
          """)
  void operationsChangeACopy(String target, String patch, String expected) {
    var before = Json.readTree(target);
    assertThat(JsonPatch.apply(before, operations(patch))).isEqualTo(Json.readTree(expected));
    assertThat(before).isEqualTo(Json.readTree(target));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1}     | [{"op":"test","path":"/a","value":2}]
          {"a":1}     | [{"op":"test","path":"/a","value":"1"}]
          {"a":1}     | [{"op":"remove","path":"/b"}]
          {"a":1}     | [{"op":"remove","path":""}]
          {"a":1}     | [{"op":"replace","path":"/b","value":1}]
          {"a":1}     | [{"op":"add","path":"/b/c","value":1}]
          {"a":1}     | [{"op":"add","path":"/a/c","value":1}]
          {"a":[1]}   | [{"op":"add","path":"/a/2","value":1}]
          {"a":[1]}   | [{"op":"add","path":"/a/01","value":1}]
          {"a":[1]}   | [{"op":"remove","path":"/a/-"}]
          {"a":[1]}   | [{"op":"remove","path":"/a/99999999999"}]
          {"a":{}}    | [{"op":"move","from":"/a","path":"/a/b"}]
          {"a":1}     | [{"op":"replace","path":"","value":[]}]
          """)
  void whatCannotBeDoneFails(String target, String patch) {
    assertThatThrownBy(() -> JsonPatch.apply(Json.readTree(target), operations(patch)))
        .isInstanceOf(JsonPatch.Failed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [1]
          [{"op":"add","path":"/a"}]
          [{"op":"add","value":1}]
          [{"op":"shout","path":"/a","value":1}]
          [{"op":"add","path":"a","value":1}]
          [{"op":"move","path":"/a"}]
          [{"op":7,"path":"/a"}]
          """)
  void whatIsNoPatchIsRefused(String patch) {
    assertThatThrownBy(() -> JsonPatch.apply(Json.readTree("{}"), operations(patch)))
        .isInstanceOf(ApiError.class);
  }

  private static ArrayNode operations(String patch) {
    return (ArrayNode) Json.readTree("{\"p\":" + patch + "}").get("p");
  }
}
