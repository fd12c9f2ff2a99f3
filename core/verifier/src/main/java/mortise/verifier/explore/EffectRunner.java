package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.List;
import mortise.spi.Effect;
import mortise.spi.Facet;
import mortise.spi.Qualifier;
import mortise.spi.Subject;
import mortise.verifier.rulebook.Effects;
import mortise.verifier.state.Slot;
import mortise.verifier.state.State;
import mortise.verifier.state.Value;

/// Changes a state as a call's effects say.
record EffectRunner(
    Verification verification,
    Slots slots,
    SectionEffects sections,
    ObligationEffects obligations) {
  EffectRunner(Verification verification, Slots slots) {
    this(
        verification, slots, new SectionEffects(verification), new ObligationEffects(verification));
  }

  /// The groups from `from` up to `to`, but for those that wait for the result.
  void before(List<Effects> effects, int from, int to, CallSite site) {
    for (var group : effects.subList(from, to)) {
      if (!group.afterResult()) {
        run(group, site);
      }
    }
  }

  /// The groups that speak of the result, which is in R0 now.
  void after(List<Effects> effects, CallSite site) {
    for (var group : effects) {
      if (group.afterResult()) {
        run(group, site);
      }
    }
  }

  private void run(Effects group, CallSite site) {
    var inRoles = site.with(group.roles());
    for (var effect : group.effects()) {
      run(effect, inRoles);
    }
  }

  /// Does it; to several fields, to each of them.
  void run(Effect effect, CallSite site) {
    switch (effect) {
      case Effect.When e -> {
        if (Conditions.holds(e.condition(), site)) {
          e.effects().forEach(one -> run(one, site));
        }
      }
      case Effect.ForEach e -> forEach(e, site);
      case Effect.Announce e -> announce(e, site);
      default -> {
        var fields = Several.among(verification.mentioned(effect), site);
        if (fields.isEmpty()) {
          runOnce(effect, site);
        } else {
          Several.each(fields.get(), site).forEach(one -> runOn(fields.get(), one, effect, site));
        }
      }
    }
  }

  private void runOn(Subject subject, Value value, Effect effect, CallSite site) {
    var before = site.bind(subject, value);
    try {
      run(effect, site);
    } finally {
      site.unbind(subject, before);
    }
  }

  private void forEach(Effect.ForEach each, CallSite site) {
    if (!(each.each() instanceof Subject.Tracked tracked)) {
      throw new IllegalStateException(site.plan() + " goes through what is not tracked");
    }
    var chosen =
        Several.each(tracked, site).stream()
            .filter(one -> Conditions.holdsOf(tracked, one, each.condition(), site))
            .toList();
    for (var one : chosen) {
      each.effects().forEach(effect -> runOn(tracked, one, effect, site));
    }
  }

  /// Asks and tells those who subscribed.
  private void announce(Effect.Announce announce, CallSite site) {
    var event = announce.event();
    var told = site.announced(event.roles(), announce.subjects());
    for (var subscriber : verification.rules.subscribers().getOrDefault(event, List.of())) {
      subscriber.demands().forEach(told::demand);
      subscriber.effects().forEach(effect -> run(effect, told));
    }
  }

  private void runOnce(Effect effect, CallSite site) {
    var state = site.state();
    switch (effect) {
      case Effect.Enter e -> sections.enter(e.section(), e.token(), site);
      case Effect.Leave e -> sections.leave(e, site);
      case Effect.Release e -> ObligationEffects.release(e.subject(), site);
      case Effect.GiveAway e -> obligations.giveAway(e, site);
      case Effect.Owe e -> obligations.owe(e, site);
      case Effect.OweExactly e -> ObligationEffects.oweExactly(e, site);
      case Effect.Set e -> setFacet(e.subject(), e.facet(), e.value(), site);
      case Effect.Bind e ->
          setFacet(
              e.subject(),
              e.facet(),
              e.value().of(site.identity(e.other()), site.offset(e.other()).orElse(0)),
              site);
      case Effect.Update e ->
          setFacet(
              e.subject(),
              e.facet(),
              e.step()
                  .next(
                      site.facetValue(e.subject(), e.facet()),
                      site.type(e.subject()).orElse(Types.NOTHING),
                      site.offset(e.subject()).orElse(-1)),
              site);
      case Effect.Qualify e -> qualify(e, site);
      case Effect.Unqualify e -> unqualify(e, site);
      case Effect.Poison e ->
          site.copies(e.subject(), p -> p.poisoned(p.poison().with(e.capability(), why(e, site))));
      case Effect.Cure e ->
          site.copies(e.subject(), p -> p.poisoned(p.poison().without(e.capability())));
      case Effect.MakeDistinct e -> {
        int left = site.identity(e.left());
        int right = site.identity(e.right());
        if (left != 0 && right != 0) {
          state.setDistinct(state.distinct().with(left, right));
        }
      }
      case Effect.End e -> SectionEffects.end(state, e.qualifier(), e.transform(), site.at());
      case Effect.MayEnd e -> mayEnd(state, e.boundary());
      case Effect.ForgetPackets e -> Packets.forget(state, site.at());
      case Effect.CreateSlot e -> slots.create(e.slot(), site);
      case Effect.DestroySlot e -> slots.destroy(e.slot(), e.everywhere(), site);
      case Effect.CopySlot e -> slots.copy(e.slot(), e.original(), site);
      case Effect.When e -> run(e, site);
      case Effect.ForEach e -> run(e, site);
      case Effect.Announce e -> run(e, site);
    }
  }

  /// In a subprogram the caller goes on, and settles what is owed: [CallFlow] follows it.
  private void mayEnd(State state, String boundary) {
    if (state.depth() == 1) {
      Boundaries.check(verification, state, boundary);
    } else {
      Boundaries.checkSections(verification, state, boundary);
    }
  }

  private static String why(Effect.Poison effect, CallSite site) {
    return effect
        .why()
        .replace("{function}", site.plan().name())
        .replace("{at}", Integer.toString(site.at()));
  }

  private void qualify(Effect.Qualify effect, CallSite site) {
    var more = List.of(effect.qualifier());
    var slot = site.slot(effect.subject());
    if (slot.isEmpty()) {
      site.copies(effect.subject(), p -> verification.qualified(p, more));
      return;
    }
    int identity = slot.get().identity();
    site.state()
        .mapParts(
            part -> {
              if (part.identity() != identity || part.qualifiers().contains(effect.qualifier())) {
                return part;
              }
              var all = new ArrayList<>(part.qualifiers());
              all.add(effect.qualifier());
              return part.qualified(all);
            });
  }

  private static void unqualify(Effect.Unqualify effect, CallSite site) {
    var slot = site.slot(effect.subject());
    if (slot.isPresent()) {
      int identity = slot.get().identity();
      site.state()
          .mapParts(part -> part.identity() == identity ? without(part, effect.qualifier()) : part);
    }
    site.copies(
        effect.subject(),
        p ->
            p.qualified(
                p.qualifiers().stream().filter(q -> !q.equals(effect.qualifier())).toList()));
  }

  /// The part of a slot object, without the qualifier.
  static Slot.Part without(Slot.Part part, Qualifier qualifier) {
    return part.qualifiers().contains(qualifier)
        ? part.qualified(part.qualifiers().stream().filter(q -> !q.equals(qualifier)).toList())
        : part;
  }

  private static void setFacet(Subject subject, Facet<?> facet, Object value, CallSite site) {
    int identity = site.identity(subject, facet);
    if (identity != 0) {
      var state = site.state();
      state.setFacets(state.facets().with(facet, identity, site.offset(subject).orElse(-1), value));
    }
  }
}
