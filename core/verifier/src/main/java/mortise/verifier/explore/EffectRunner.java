package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.Facet;
import mortise.spi.Qualifier;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.spi.Transform;
import mortise.verifier.rulebook.Effects;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Obligation;
import mortise.verifier.state.OpenSection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Slot;
import mortise.verifier.state.State;
import mortise.verifier.state.Trace;
import mortise.verifier.state.Value;

/// Changes a state as a call's effects say.
record EffectRunner(Verification verification, Slots slots) {
  private static final FunctionPlan ENDING = FunctionPlan.named("end of a section");

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
        var fields = site.several(verification.mentioned(effect));
        if (fields.isEmpty()) {
          runOnce(effect, site);
        } else {
          site.each(fields.get()).forEach(one -> runOn(fields.get(), one, effect, site));
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
        site.tracked(tracked).stream()
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
      case Effect.Enter e -> enter(e.section(), e.token(), site);
      case Effect.Leave e -> leave(e, site);
      case Effect.Release e -> release(e.subject(), site);
      case Effect.GiveAway e -> giveAway(e, site);
      case Effect.Owe e -> owe(e, site);
      case Effect.OweExactly e -> oweExactly(e, site);
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
      case Effect.End e -> end(state, e.qualifier(), e.transform(), site.at());
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

  /// In a subprogram the caller goes on, and settles what is owed: [Explorer] follows it.
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

  private static Slot.Part without(Slot.Part part, Qualifier qualifier) {
    return part.qualifiers().contains(qualifier)
        ? part.qualified(part.qualifiers().stream().filter(q -> !q.equals(qualifier)).toList())
        : part;
  }

  /// Enters a section; gives it.
  OpenSection enter(SectionKind kind, List<Subject> token, CallSite site) {
    var section = new OpenSection(kind, 0, "", 0, "", site.at());
    if (!token.isEmpty() && site.slot(token.getFirst()).isPresent()) {
      var named = site.token(token.getFirst()).orElseThrow();
      section = new OpenSection(kind, named.identity(), named.holder(), 0, "", site.at());
    } else if (!token.isEmpty() && site.pointer(token.getFirst()).isPresent()) {
      var pointer = site.pointer(token.getFirst()).get();
      long offset = site.offset(token.getFirst()).orElse(0);
      var member =
          site.field(token.getFirst())
              .map(f -> site.type(token.getFirst()).orElse(Types.NOTHING).name() + "+" + offset)
              .orElse("");
      section =
          new OpenSection(kind, pointer.id(), CallSite.holder(pointer), offset, member, site.at());
    }
    if (!verification.rules.lockOrder().isEmpty()) {
      var cycle = verification.lockOrder().enter(site.state().sections(), section);
      if (cycle.isPresent()) {
        verification.reject(
            Rejection.of(verification.rules.lockOrder().getFirst(), "path", cycle.get()));
      }
    }
    site.state().enter(section);
    site.state().record(new Trace.Entered(site.at(), kind.name()));
    return section;
  }

  /// Leaves a section that a callback ran in.
  void leave(State state, OpenSection section, int at) {
    var open = state.sections();
    for (int i = open.size() - 1; i >= 0; i--) {
      if (open.get(i).equals(section)) {
        leave(state, i, at);
        return;
      }
    }
  }

  private void leave(State state, int index, int at) {
    var section = state.sections().get(index);
    state.leave(index);
    state.record(new Trace.Left(at, section.kind().name()));
    for (var other : state.sections()) {
      if (other.kind().equals(section.kind())
          && other.offset() == section.offset()
          && other.isToken(section.identity(), section.holder())) {
        return;
      }
    }
    endSection(state, section.kind(), at);
  }

  private void leave(Effect.Leave effect, CallSite site) {
    var open = site.state().sections();
    for (int i = open.size() - 1; i >= 0; i--) {
      var section = open.get(i);
      if (section.kind().equals(effect.section()) && isToken(section, effect.token(), site)) {
        leave(site.state(), i, site.at());
        return;
      }
    }
  }

  private static boolean isToken(OpenSection section, List<Subject> token, CallSite site) {
    return token.isEmpty()
        || site.token(token.getFirst()).filter(named -> named.isOf(section)).isPresent();
  }

  /// What depended on the section ends with it.
  private void endSection(State state, SectionKind kind, int at) {
    for (var ending : verification.rules.endings()) {
      if (ending.section().equals(kind) && holds(ending.when(), state, at)) {
        end(state, ending.qualifier(), ending.transform(), at);
      }
    }
  }

  private boolean holds(Condition condition, State state, int at) {
    return Conditions.holds(
        condition,
        new CallSite(
            verification,
            state,
            at,
            ENDING,
            new Value[5],
            new HashMap<>(),
            Map.<Subject, Subject>of()));
  }

  private static void end(State state, Qualifier qualifier, Transform transform, int at) {
    var trace = state.trace();
    state.mapPointers(
        pointer -> pointer.has(qualifier) ? transform(pointer, transform, at, trace) : pointer);
    state.mapParts(part -> transform(part, qualifier, transform));
  }

  private static Slot.Part transform(Slot.Part part, Qualifier ended, Transform transform) {
    if (!part.qualifiers().contains(ended)) {
      return part;
    }
    if (!(transform instanceof Transform.Requalified change)) {
      return without(part, ended);
    }
    var kept = new ArrayList<>(part.qualifiers());
    kept.removeAll(change.without());
    kept.addAll(change.with());
    return part.qualified(kept.stream().distinct().toList());
  }

  private static Value transform(Pointer pointer, Transform transform, int at, Trace trace) {
    return switch (transform) {
      case Transform.ToScalar t -> Scalar.unknown(at);
      case Transform.Poisoned t ->
          pointer.poisoned(pointer.poison().with("*", why(t, pointer, at, trace)));
      case Transform.Requalified t -> {
        var kept = pointer.qualifiers().stream().filter(q -> !t.without().contains(q)).toList();
        var changed = pointer.qualified(kept).alsoQualified(t.with());
        yield t.dropsNull() ? changed.withNullable(false) : changed;
      }
    };
  }

  /// What settled it last is known as long as the obligation has the name of the thing.
  private static String why(Transform.Poisoned transform, Pointer pointer, int at, Trace trace) {
    var why = transform.why().replace("{at}", Integer.toString(at));
    if (!why.contains("{settled}")) {
      return why;
    }
    var settled =
        trace.events().reversed().stream()
            .filter(e -> e instanceof Trace.Settled s && s.obligation() == pointer.id())
            .map(Trace.Settled.class::cast)
            .findFirst();
    return why.replace(
        "{settled}", settled.map(s -> " by %s at %d".formatted(s.by(), s.at())).orElse(""));
  }

  private static Optional<Obligation> obligation(Subject subject, CallSite site) {
    return Optional.ofNullable(site.obligation(subject));
  }

  private static void release(Subject subject, CallSite site) {
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

  private void giveAway(Effect.GiveAway effect, CallSite site) {
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

  private void owe(Effect.Owe effect, CallSite site) {
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

  private void oweExactly(Effect.OweExactly effect, CallSite site) {
    var count = site.constant(effect.count());
    var owed = obligation(effect.subject(), site);
    if (count.isPresent() && owed.isPresent() && count.getAsLong() > 0) {
      site.state().replaceObligation(owed.get().owing(count.getAsLong()));
    }
  }

  private static void setFacet(Subject subject, Facet<?> facet, Object value, CallSite site) {
    int identity = site.identity(subject, facet);
    if (identity != 0) {
      var state = site.state();
      state.setFacets(state.facets().with(facet, identity, site.offset(subject).orElse(-1), value));
    }
  }
}
