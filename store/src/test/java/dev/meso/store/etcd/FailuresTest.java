package dev.meso.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.port.StoreException.Kind;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What statuses mean, with the texts that etcd sends. */
class FailuresTest {

  /**
   * One line of the table.
   *
   * @param write what it means for a write that was sent
   * @param unsent what it means for a write that was not
   * @param read what it means for a read
   */
  record Line(Code code, String text, Kind write, Kind unsent, Kind read) {}

  static Stream<Line> table() {
    return Stream.of(
        line(Code.UNAVAILABLE, "io exception", Kind.UNKNOWN, Kind.UNAVAILABLE, Kind.UNAVAILABLE),
        line(
            Code.UNAVAILABLE,
            "etcdserver: request timed out",
            Kind.UNKNOWN,
            Kind.UNAVAILABLE,
            Kind.UNAVAILABLE),
        line(
            Code.UNAVAILABLE,
            "etcdserver: leader changed",
            Kind.UNKNOWN,
            Kind.UNAVAILABLE,
            Kind.UNAVAILABLE),
        line(
            Code.DEADLINE_EXCEEDED,
            "deadline exceeded after 1s",
            Kind.UNKNOWN,
            Kind.UNAVAILABLE,
            Kind.UNAVAILABLE),
        line(
            Code.CANCELLED,
            "Channel shutdownNow invoked",
            Kind.UNKNOWN,
            Kind.UNAVAILABLE,
            Kind.UNAVAILABLE),
        line(Code.INTERNAL, "Rst Stream", Kind.UNKNOWN, Kind.UNAVAILABLE, Kind.UNAVAILABLE),
        line(Code.UNKNOWN, "", Kind.UNKNOWN, Kind.UNAVAILABLE, Kind.UNAVAILABLE),
        always(Code.INVALID_ARGUMENT, "etcdserver: request is too large", Kind.REJECTED),
        always(Code.INVALID_ARGUMENT, "etcdserver: too many operations", Kind.REJECTED),
        always(Code.NOT_FOUND, "etcdserver: requested lease not found", Kind.REJECTED),
        always(Code.PERMISSION_DENIED, "etcdserver: permission denied", Kind.REJECTED),
        always(Code.OUT_OF_RANGE, "etcdserver: too large lease TTL", Kind.REJECTED),
        always(
            Code.OUT_OF_RANGE,
            "etcdserver: mvcc: required revision has been compacted",
            Kind.COMPACTED),
        always(
            Code.OUT_OF_RANGE,
            "etcdserver: mvcc: required revision is a future revision",
            Kind.COMPACTED),
        always(
            Code.RESOURCE_EXHAUSTED, "etcdserver: mvcc: database space exceeded", Kind.UNAVAILABLE),
        always(Code.RESOURCE_EXHAUSTED, "etcdserver: too many requests", Kind.UNAVAILABLE),
        always(
            Code.RESOURCE_EXHAUSTED,
            "grpc: received message larger than max (3 vs. 2)",
            Kind.REJECTED),
        line(
            Code.RESOURCE_EXHAUSTED,
            "gRPC message exceeds maximum size 1048576: 2000000",
            Kind.UNKNOWN,
            Kind.UNAVAILABLE,
            Kind.REJECTED));
  }

  @ParameterizedTest
  @MethodSource("table")
  void statusMeans(Line line) {
    Status status = line.code().toStatus().withDescription(line.text());
    assertThat(Failures.kind(status, true, true)).isEqualTo(line.write());
    assertThat(Failures.kind(status, false, true)).isEqualTo(line.unsent());
    assertThat(Failures.kind(status, true, false)).isEqualTo(line.read());
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void readIsNeverUnknown(Code code) {
    assertThat(Failures.kind(code.toStatus(), true, false)).isNotEqualTo(Kind.UNKNOWN);
  }

  @Test
  void writeIsKnownNotToBeMadeOnlyWhenEtcdSaysSo() {
    Set<Code> said =
        EnumSet.of(
            Code.INVALID_ARGUMENT,
            Code.NOT_FOUND,
            Code.ALREADY_EXISTS,
            Code.PERMISSION_DENIED,
            Code.FAILED_PRECONDITION,
            Code.OUT_OF_RANGE,
            Code.UNIMPLEMENTED,
            Code.UNAUTHENTICATED,
            Code.RESOURCE_EXHAUSTED);
    for (Code code : EnumSet.complementOf(EnumSet.copyOf(said))) {
      assertThat(Failures.kind(code.toStatus(), true, true)).as("%s", code).isEqualTo(Kind.UNKNOWN);
    }
  }

  @Test
  void messageSaysWhatWasAttemptedAndWhatItMeans() {
    var failed =
        Failures.of("Txn", Status.UNAVAILABLE.withDescription("gone").asException(), true, true);
    assertThat(failed).hasMessage("Txn failed, the outcome is unknown: UNAVAILABLE: gone");
    assertThat(List.of(failed.kind())).containsExactly(Kind.UNKNOWN);
  }

  private static Line line(Code code, String text, Kind write, Kind unsent, Kind read) {
    return new Line(code, text, write, unsent, read);
  }

  private static Line always(Code code, String text, Kind kind) {
    return new Line(code, text, kind, kind, kind);
  }
}
