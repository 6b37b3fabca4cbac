package dev.meso.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Barrier;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredTest {
  private static final String APP =
      """
      {"apiVersion":"meso.dev/v1","kind":"App","later":{"a":[1]},
       "metadata":{"name":"web","namespace":"default","labels":{"a":"b"},"later":1},
       "spec":{"replicas":1,"later":"x","template":{"later":true,"spec":{"containers":[
         {"name":"main","command":["serve"],"later":[{}]}],"restartPolicy":"Always"}}}}
      """;

  @Test
  void anUnchangedRecordKeepsAllThatWasStored() {
    Stored<App> stored = Stored.read(App.class, APP);

    assertThat(Json.readTree(stored.write(stored.value()))).isEqualTo(Json.readTree(APP));
  }

  @Test
  void aChangeKeepsUnknownFieldsOfEveryRecordAroundIt() {
    Stored<App> stored = Stored.read(App.class, APP);
    AppSpec spec = stored.value().requireSpec();

    String text = stored.write(stored.value().withSpec(new AppSpec(5, spec.template())));

    assertThat(Json.readTree(text))
        .isEqualTo(Json.readTree(APP.replace("\"replicas\":1", "\"replicas\":5")));
  }

  @Test
  void aFieldThatIsNowAbsentIsRemoved() {
    Stored<App> stored = Stored.read(App.class, APP);
    ObjectMeta metadata = stored.value().metadata().toBuilder().labels(Map.of()).build();
    AppSpec spec = new AppSpec(null, stored.value().requireSpec().template());

    String text = stored.write(stored.value().withMetadata(metadata).withSpec(spec));

    assertThat(Json.readTree(text))
        .isEqualTo(
            Json.readTree(
                APP.replace("\"replicas\":1,", "").replace("\"labels\":{\"a\":\"b\"},", "")));
  }

  @Test
  void aRecordThatIsNowAbsentGoesWithItsUnknownFields() {
    Stored<App> stored = Stored.read(App.class, APP);

    String text = stored.write(stored.value().withSpec(null));

    assertThat(text).doesNotContain("\"spec\"").contains("\"later\":{\"a\":[1]}");
  }

  @Test
  void whatIsWrittenDoesNotChangeWhatWasRead() {
    Stored<App> stored = Stored.read(App.class, APP);
    stored.write(stored.value().withSpec(null));

    assertThat(stored.raw()).isEqualTo(Json.readTree(APP));
  }

  @Test
  void aNewFieldIsAdded() {
    Stored<Barrier> stored =
        Stored.read(Barrier.class, "{\"controller\":\"c\",\"sequence\":1,\"x\":0}");

    assertThat(stored.write(new Barrier("c", 2)))
        .isEqualTo("{\"controller\":\"c\",\"sequence\":2,\"x\":0}");
  }

  @Test
  void brokenRecordsAreRefusedWhereTheyAreRead() {
    for (String text :
        new String[] {"", "[]", "null", "1", "{", "{} {}", "{\"controller\":\"c\"} x", "\u0000"}) {
      assertThatThrownBy(() -> Stored.read(Barrier.class, text))
          .as(text)
          .isInstanceOf(MalformedRecord.class);
      assertThatThrownBy(() -> Json.read(Barrier.class, text))
          .as(text)
          .isInstanceOf(MalformedRecord.class);
    }
  }

  @Test
  void whatARecordRequiresMustBeThere() {
    assertThatThrownBy(() -> Json.read(Barrier.class, "{\"sequence\":1}"))
        .isInstanceOf(MalformedRecord.class)
        .hasMessageContaining("Barrier")
        .hasMessageContaining("controller");
    assertThatThrownBy(() -> Json.read(Barrier.class, "{\"controller\":null,\"sequence\":1}"))
        .isInstanceOf(MalformedRecord.class)
        .hasMessageContaining("controller");
    assertThatThrownBy(() -> Json.read(Barrier.class, "{\"controller\":\"c\"}"))
        .isInstanceOf(MalformedRecord.class)
        .hasMessageContaining("sequence");
    assertThatThrownBy(
            () ->
                Json.read(
                    App.class,
                    "{\"apiVersion\":\"a\",\"kind\":\"App\",\"metadata\":{\"labels\":{\"a\":null}}}"))
        .isInstanceOf(MalformedRecord.class)
        .hasMessageContaining("metadata.labels");
    assertThatThrownBy(() -> Json.read(Assignment.class, "{\"spec\":{\"containers\":[null]}}"))
        .isInstanceOf(MalformedRecord.class);
    assertThatThrownBy(() -> Json.read(Assignment.class, "{\"resources\":{\"cpu\":\"x\"}}"))
        .isInstanceOf(MalformedRecord.class)
        .hasMessageContaining("resources.cpu");
  }
}
