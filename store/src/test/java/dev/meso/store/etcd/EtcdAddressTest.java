package dev.meso.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.meso.store.etcd.EtcdAddress.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtcdAddressTest {

  @Test
  void severalMembersAreReadInOrder() {
    EtcdAddress address = EtcdAddress.parse("http://a:1, b:2,http://[::1]:3/,HTTP://c");
    assertThat(address.members())
        .containsExactly(
            new Member("a", 1), new Member("b", 2), new Member("::1", 3), new Member("c", 2379));
    assertThat(EtcdAddress.parse(address.toString())).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a:1,TLS",
    "ftp://a:1,ftp",
    "http://a:1/path,more than host",
    "http://me@a:1,more than host",
    "'',is not usable",
    "http://,is not usable",
    "a b,is not usable"
  })
  void unusableUrlIsNamed(String url, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EtcdAddress.parse(url))
        .withMessageContaining("\"" + url + "\"")
        .withMessageContaining(why);
  }
}
