package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.Qualifier;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.spi.Transform;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.OpenSection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Slot;
import mortise.verifier.state.State;
import mortise.verifier.state.Trace;
import mortise.verifier.state.Value;

/// Sections are entered and left, and what depends on them ends.
record SectionEffects(Verification verification) {
  private static final FunctionPlan ENDING = FunctionPlan.named("end of a section");

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

  /// Leaves the innermost section that the effect names.
  void leave(Effect.Leave effect, CallSite site) {
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

  /// All pointers and handles with the qualifier change.
  static void end(State state, Qualifier qualifier, Transform transform, int at) {
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
      return EffectRunner.without(part, ended);
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
}
