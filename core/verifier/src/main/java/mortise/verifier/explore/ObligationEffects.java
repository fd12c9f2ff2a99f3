package mortise.verifier.explore;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mortise.spi.Effect;
import mortise.spi.Qualifier;
import mortise.spi.Subject;
import mortise.verifier.state.Obligation;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;
import mortise.verifier.state.Trace;

/// What is owed grows, shrinks, and is settled.
record ObligationEffects(Verification verification) {
  private static Optional<Obligation> obligation(Subject subject, CallSite site) {
    return Optional.ofNullable(site.obligation(subject));
  }

  static void release(Subject subject, CallSite site) {
    obligation(subject, site)
        .ifPresent(
            obligation -> {
              settle(obligation, "released by ", site);
              forget(site.state(), obligation, site.at());
            });
  }

  private static void settle(Obligation obligation, String how, CallSite site) {
    site.state().settle(obligation.id());
    site.state().record(new Trace.Settled(site.at(), obligation.id(), how + site.plan().name()));
  }

  /// Every pointer that owed for it, or lived by it, becomes a number.
  static void forget(State state, Obligation obligation, int at) {
    state.mapPointers(
        pointer ->
            pointer.obligation() == obligation.id()
                    || pointer.parent() == obligation.id()
                    || pointer.parent() == obligation.identity()
                ? Scalar.unknown(at)
                : pointer);
  }

  void giveAway(Effect.GiveAway effect, CallSite site) {
    obligation(effect.subject(), site)
        .ifPresent(
            obligation -> {
              settle(obligation, "given away by ", site);
              disown(site, obligation.id(), effect.leaving());
            });
  }

  private void disown(CallSite site, int obligation, List<Qualifier> leaving) {
    site.pointers(
        pointer ->
            pointer.obligation() == obligation
                ? verification.qualified(pointer.owing(0), leaving)
                : pointer);
  }

  void owe(Effect.Owe effect, CallSite site) {
    var count =
        effect.count().isEmpty() ? OptionalLong.of(1) : site.constant(effect.count().getFirst());
    if (count.isEmpty()) {
      throw new IllegalStateException(site.plan() + " owes a number that is not known");
    }
    var owed = obligation(effect.subject(), site);
    if (owed.isEmpty()) {
      if (effect.sign() > 0) {
        acquire(effect.subject(), count.getAsLong(), site);
      }
      return;
    }
    var obligation = owed.get();
    long now = obligation.count() + effect.sign() * count.getAsLong();
    if (now > 0) {
      site.state().replaceObligation(obligation.owing(now));
      site.copies(effect.subject(), p -> p.id() == 0 ? p : p.owing(obligation.id()));
      return;
    }
    settle(obligation, "counted to 0 by ", site);
    if (effect.atZero().isEmpty()) {
      forget(site.state(), obligation, site.at());
    } else {
      disown(site, obligation.id(), effect.atZero());
    }
  }

  private void acquire(Subject subject, long count, CallSite site) {
    int identity = site.identity(subject);
    if (identity <= 0 || count <= 0) {
      return;
    }
    int id = verification.nextId();
    site.state().owe(new Obligation(id, identity, count, site.at(), site.plan().name()));
    site.state().record(new Trace.Acquired(site.at(), id, site.plan().name()));
    site.copies(subject, p -> p.owing(id));
  }

  static void oweExactly(Effect.OweExactly effect, CallSite site) {
    var count = site.constant(effect.count());
    var owed = obligation(effect.subject(), site);
    if (count.isPresent() && owed.isPresent() && count.getAsLong() > 0) {
      site.state().replaceObligation(owed.get().owing(count.getAsLong()));
    }
  }
}
