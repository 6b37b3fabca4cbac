package dev.meso.agent.runtime;

import dev.meso.agent.machine.RegistrarActor;
import dev.meso.agent.reconcile.ReconcileActor;
import dev.meso.agent.reconcile.ReconcileMessage;
import dev.meso.agent.reconcile.ReconcileOutput;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Registration;
import dev.meso.store.actor.Actor;
import dev.meso.store.actor.ActorHost;
import dev.meso.store.actor.ActorRuntime;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Mailbox;
import dev.meso.store.lease.LeaseConfig;
import dev.meso.store.lease.LeaseEffect;
import dev.meso.store.lease.LeaseKeeper;
import dev.meso.store.lease.LeaseMessage;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The part of an agent that converges: reconciler, registration and session, wired together. Has no
 * thread, no clock and no process of its own, so {@link Agent} runs it on threads and a simulation
 * on virtual time.
 *
 * <p>Thread-safe as far as its runtime is.
 */
public final class AgentActors implements AutoCloseable {
  private final Listener listener;
  private final ActorHost<ReconcileMessage, ReconcileOutput> reconciler;
  private final ActorHost<RegistrarActor.Message, RegistrarActor.Said> registrar;
  private final ActorHost<LeaseMessage, LeaseEffect> keeper;

  /** The actor of a reconciler. */
  public interface Reconciler
      extends Actor<ReconcileMessage, Effect<ReconcileMessage, ReconcileOutput>> {}

  /**
   * What distinguishes an agent.
   *
   * @param keyspace of every key
   * @param registration what it offers
   * @param bootId the machine's
   * @param leaseTtl of its session
   * @param uuids makes ids of transitions
   * @param seeds for what is random in the actors
   */
  public record Settings(
      Keyspace keyspace,
      Registration registration,
      String bootId,
      Duration leaseTtl,
      Supplier<String> uuids,
      LongSupplier seeds) {}

  /** Hears what an agent's actors say, within their turns; must not block. */
  public interface Listener {
    void heard(ReconcileOutput output);

    void heard(RegistrarActor.Said said);

    void heard(LeaseEffect effect);

    /** A fault of ours: the agent is of no use any more. */
    void faulted(String component, Throwable why);
  }

  private AgentActors(
      Settings settings,
      ActorRuntime runtime,
      Listener listener,
      UnaryOperator<Reconciler> around) {
    this.listener = listener;
    Keyspace keys = settings.keyspace();
    Registration registration = settings.registration();
    ReconcileActor reconciling =
        new ReconcileActor(
            keys, registration.agent(), settings.uuids(), settings.seeds().getAsLong());
    this.reconciler =
        new ActorHost<>(
            "reconciler", around.apply(reconciling::on), runtime, this::heard, listener::faulted);
    this.registrar =
        new ActorHost<>(
            "registrar",
            new RegistrarActor(keys, registration, settings.seeds().getAsLong()),
            runtime,
            listener::heard,
            listener::faulted);
    LeaseConfig lease =
        new LeaseConfig(
            keys,
            registration.agent(),
            registration.uid(),
            settings.bootId(),
            settings.leaseTtl(),
            settings.seeds().getAsLong());
    this.keeper =
        new ActorHost<>(
            "lease keeper", new LeaseKeeper(lease), runtime, this::heard, listener::faulted);
  }

  /** Actors that wait for {@link #begin}. */
  public static AgentActors of(Settings settings, ActorRuntime runtime, Listener listener) {
    return of(settings, runtime, listener, UnaryOperator.identity());
  }

  /**
   * Actors that wait for {@link #begin}, with something between the reconciler and the rest.
   *
   * @param around given the reconciler's actor, returns the one that is run
   */
  public static AgentActors of(
      Settings settings,
      ActorRuntime runtime,
      Listener listener,
      UnaryOperator<Reconciler> around) {
    return new AgentActors(settings, runtime, listener, around);
  }

  /** Takes what the driver has to tell; {@link ReconcileMessage.Begin} first. */
  public Mailbox<ReconcileMessage> reconciler() {
    return reconciler;
  }

  /** Begins a session. The reconciler has been told by then what the driver found. */
  public void begin() {
    keeper.tell(new LeaseMessage.Start());
  }

  /** Stops reporting and gives the lease back; the listener hears {@code Closed} when it is. */
  public void leave() {
    reconciler.close();
    registrar.close();
    keeper.tell(new LeaseMessage.Close());
  }

  /** Stops everything at once. */
  @Override
  public void close() {
    reconciler.close();
    registrar.close();
    keeper.close();
  }

  private void heard(ReconcileOutput output) {
    if (output instanceof ReconcileOutput.SessionRefused) {
      keeper.tell(new LeaseMessage.Verify());
    }
    listener.heard(output);
  }

  private void heard(LeaseEffect effect) {
    switch (effect) {
      case LeaseEffect.SessionStarted(String _, long _, long createRevision) -> {
        reconciler.tell(new ReconcileMessage.SessionStarted(createRevision));
        registrar.tell(new RegistrarActor.Message.SessionStarted(createRevision));
      }
      case LeaseEffect.SessionExtended(String _, Duration until) ->
          reconciler.tell(new ReconcileMessage.SessionExtended(until));
      case LeaseEffect.SessionLost _ -> {
        reconciler.tell(new ReconcileMessage.SessionLost());
        registrar.tell(new RegistrarActor.Message.SessionLost());
      }
      case LeaseEffect.Superseded(String message) -> {
        reconciler.tell(new ReconcileMessage.SessionLost());
        listener.faulted("lease keeper", new IllegalStateException(message));
      }
      case LeaseEffect.NameTaken(LeaseEffect.Claim claim, String _) -> {
        if (claim == LeaseEffect.Claim.HELD) {
          reconciler.tell(new ReconcileMessage.Replaced());
        }
      }
      case LeaseEffect.Closed _ -> {
        // For the listener.
      }
    }
    listener.heard(effect);
  }
}
