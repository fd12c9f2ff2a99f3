package mortise.verifier.explore;

import java.util.List;
import mortise.spi.Effect;
import mortise.spi.Qualifier;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.spi.Transform;
import mortise.verifier.rulebook.Effects;
import mortise.verifier.state.Obligation;
import mortise.verifier.state.OpenSection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;
import mortise.verifier.state.Trace;
import mortise.verifier.state.Value;

/// Changes a state as a call's effects say.
record EffectRunner(Verification verification, Slots slots) {
  void run(List<Effects> effects, CallSite site) {
    for (var group : effects) {
      var inRoles = site.with(group.roles());
      for (var effect : group.effects()) {
        run(effect, inRoles);
      }
    }
  }

  void run(Effect effect, CallSite site) {
    var state = site.state();
    switch (effect) {
      case Effect.Enter e -> enter(e, site);
      case Effect.Leave e -> leave(e, site);
      case Effect.Release e -> release(e.subject(), site);
      case Effect.GiveAway e -> giveAway(e, site);
      case Effect.Owe e -> owe(e, site);
      case Effect.OweExactly e ->
          obligation(e.subject(), site)
              .ifPresent(o -> state.replaceObligation(o.owing(site.constant(e.count()).orElse(1))));
      case Effect.Set e -> setFacet(e.subject(), e.facet(), e.value(), site);
      case Effect.Bind e ->
          setFacet(
              e.subject(),
              e.facet(),
              e.value().of(site.identity(e.other()), site.offset(e.other()).orElse(0)),
              site);
      case Effect.Doubt e -> doubt(e, site);
      case Effect.Sweep e ->
          state.setFacets(state.facets().sweep(e.facet(), id -> true, e.when(), e.value()));
      case Effect.Qualify e ->
          copies(e.subject(), site, p -> p.alsoQualified(List.of(e.qualifier())));
      case Effect.Poison e ->
          copies(e.subject(), site, p -> p.poisoned(new Pointer.Poison(e.capability(), e.why())));
      case Effect.MakeDistinct e ->
          state.setDistinct(
              state.distinct().with(site.identity(e.left()), site.identity(e.right())));
      case Effect.End e -> end(state, e.qualifier(), e.transform(), site.at());
      case Effect.MayEnd e -> Boundaries.check(state, e.boundary());
      case Effect.ForgetPackets e -> Packets.forget(state, site.at());
      case Effect.CreateSlot e -> slots.create(e.slot(), site);
      case Effect.DestroySlot e -> slots.destroy(e.slot(), site);
    }
  }

  private static void enter(Effect.Enter effect, CallSite site) {
    var kind = effect.section();
    var section = new OpenSection(kind, 0, "", 0, site.at());
    if (!effect.token().isEmpty()) {
      var pointer = site.pointer(effect.token().getFirst());
      if (pointer.isPresent()) {
        section =
            new OpenSection(
                kind,
                pointer.get().id(),
                CallSite.holder(pointer.get()),
                site.offset(effect.token().getFirst()).orElse(0),
                site.at());
      }
    }
    site.state().enter(section);
    site.state().record(new Trace.Entered(site.at(), kind.name()));
  }

  private void leave(Effect.Leave effect, CallSite site) {
    var open = site.state().sections();
    for (int i = open.size() - 1; i >= 0; i--) {
      var section = open.get(i);
      if (section.kind().equals(effect.section()) && isToken(section, effect.token(), site)) {
        site.state().leave(section);
        site.state().record(new Trace.Left(site.at(), section.kind().name()));
        endSection(site.state(), section.kind(), site.at());
        return;
      }
    }
  }

  private static boolean isToken(OpenSection section, List<Subject> token, CallSite site) {
    return token.isEmpty()
        || site.pointer(token.getFirst())
            .filter(pointer -> Conditions.isToken(section, pointer))
            .isPresent();
  }

  /// What depended on the section ends with it.
  private void endSection(State state, SectionKind kind, int at) {
    for (var ending : verification.rules.endings()) {
      if (ending.section().equals(kind)) {
        end(state, ending.qualifier(), ending.transform(), at);
      }
    }
  }

  private static void end(State state, Qualifier qualifier, Transform transform, int at) {
    state.mapPointers(
        pointer -> pointer.has(qualifier) ? transform(pointer, transform, at) : pointer);
  }

  private static Value transform(Pointer pointer, Transform transform, int at) {
    return switch (transform) {
      case Transform.ToScalar t -> Scalar.unknown(at);
      case Transform.Poisoned t -> pointer.poisoned(new Pointer.Poison("*", t.why()));
      case Transform.Requalified t -> {
        var kept = pointer.qualifiers().stream().filter(q -> !t.without().contains(q)).toList();
        var changed = pointer.qualified(kept).alsoQualified(t.with());
        yield t.dropsNull() ? changed.withNullable(false) : changed;
      }
    };
  }

  private static java.util.Optional<Obligation> obligation(Subject subject, CallSite site) {
    return site.pointer(subject)
        .flatMap(p -> java.util.Optional.ofNullable(site.state().obligation(p.obligation())));
  }

  private static void release(Subject subject, CallSite site) {
    obligation(subject, site)
        .ifPresent(
            obligation -> {
              site.state().settle(obligation.id());
              site.state()
                  .record(
                      new Trace.Settled(
                          site.at(), obligation.id(), "released by " + site.plan().name()));
              forget(site.state(), obligation.id(), site.at());
            });
  }

  /// Every pointer that owed for it, or lived by it, becomes a number.
  static void forget(State state, int obligation, int at) {
    state.mapPointers(
        pointer ->
            pointer.obligation() == obligation || pointer.parent() == obligation
                ? Scalar.unknown(at)
                : pointer);
  }

  private static void giveAway(Effect.GiveAway effect, CallSite site) {
    obligation(effect.subject(), site)
        .ifPresent(
            obligation -> {
              site.state().settle(obligation.id());
              site.state()
                  .record(
                      new Trace.Settled(
                          site.at(), obligation.id(), "given away by " + site.plan().name()));
              disown(site.state(), obligation.id(), effect.leaving());
            });
  }

  private static void disown(State state, int obligation, List<Qualifier> leaving) {
    state.mapPointers(
        pointer ->
            pointer.obligation() == obligation ? pointer.owing(0).alsoQualified(leaving) : pointer);
  }

  private static void owe(Effect.Owe effect, CallSite site) {
    long step = effect.count().isEmpty() ? 1 : site.constant(effect.count().getFirst()).orElse(1);
    obligation(effect.subject(), site)
        .ifPresent(
            obligation -> {
              long now = obligation.count() + effect.sign() * step;
              if (now > 0) {
                site.state().replaceObligation(obligation.owing(now));
                return;
              }
              site.state().settle(obligation.id());
              site.state()
                  .record(
                      new Trace.Settled(
                          site.at(), obligation.id(), "counted to 0 by " + site.plan().name()));
              if (effect.atZero().isEmpty()) {
                forget(site.state(), obligation.id(), site.at());
              } else {
                disown(site.state(), obligation.id(), effect.atZero());
              }
            });
  }

  private static void setFacet(
      Subject subject, mortise.spi.Facet<?> facet, Object value, CallSite site) {
    int identity = site.identity(subject);
    if (identity != 0) {
      var state = site.state();
      state.setFacets(state.facets().with(facet, identity, site.offset(subject).orElse(-1), value));
    }
  }

  private static void doubt(Effect.Doubt effect, CallSite site) {
    int identity = site.identity(effect.subject());
    var state = site.state();
    state.setFacets(
        state
            .facets()
            .sweep(
                effect.facet(),
                other -> other != identity && !state.distinct().areDistinct(other, identity),
                effect.when(),
                effect.value()));
  }

  /// Changes all pointers to what the subject points to.
  private static void copies(
      Subject subject, CallSite site, java.util.function.UnaryOperator<Pointer> change) {
    site.pointer(subject)
        .ifPresent(
            pointer ->
                site.state()
                    .mapPointers(
                        other -> other.id() == pointer.id() ? change.apply(other) : other));
  }
}
