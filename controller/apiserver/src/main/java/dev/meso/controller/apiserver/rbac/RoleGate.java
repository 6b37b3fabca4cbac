package dev.meso.controller.apiserver.rbac;

import dev.meso.controller.apiserver.auth.Authenticator;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.http.Gate;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The one place where requests are let in: who is it, whom does he act for, may that one do it? It
 * stands before every handler, and for paths that nobody serves.
 */
public final class RoleGate implements Gate {
  private final Authenticator authenticator;
  private final RoleBook book;
  private final BooleanSupplier synced;
  private final boolean audited;

  /**
   * A gate.
   *
   * @param synced whether the roles were read
   * @param audited whether writes and refusals are logged
   */
  public RoleGate(
      Authenticator authenticator, RoleBook book, BooleanSupplier synced, boolean audited) {
    this.authenticator = authenticator;
    this.book = book;
    this.synced = synced;
    this.audited = audited;
  }

  @Override
  public Visit admit(Arrival arrival) {
    Attributes what = Attributes.of(arrival.method(), arrival.path(), arrival.query());
    Principal who = Principal.ANONYMOUS;
    try {
      Principal self =
          authenticator.authenticate(arrival.headers().all("Authorization"), arrival.certificate());
      who = self;
      who = Impersonation.of(arrival.headers(), self, this::permit);
      permit(who, what);
      return new Entry(self, who, what, Optional.empty());
    } catch (ApiError refusal) {
      return new Entry(who, who, what, Optional.of(refusal));
    }
  }

  /** Throws unless somebody may do something. */
  private void permit(Principal who, Attributes what) {
    RoleBook.Decision decision = book.decide(who, what);
    if (decision.allowed()) {
      return;
    }
    if (!synced.getAsBoolean()) {
      throw ApiError.of(
              Reason.UNAVAILABLE, "The server has not yet read who may do what; try again")
          .retryAfter(Duration.ofSeconds(1));
    }
    if (who.equals(Principal.ANONYMOUS)) {
      throw ApiError.of(
          Reason.UNAUTHORIZED, "Unauthorized: expected a client certificate or a bearer token");
    }
    throw Refusals.forbidden(who, what, decision.reason());
  }

  private final class Entry implements Visit {
    private final Principal self;
    private final Principal who;
    private final Attributes what;
    private final Optional<ApiError> refusal;

    Entry(Principal self, Principal who, Attributes what, Optional<ApiError> refusal) {
      this.self = self;
      this.who = who;
      this.what = what;
      this.refusal = refusal;
    }

    @Override
    public Principal who() {
      return who;
    }

    @Override
    public Optional<ApiError> refusal() {
      return refusal;
    }

    @Override
    public void answered(int code) {
      if (audited) {
        Audit.record(self, who, what, code);
      }
    }
  }
}
