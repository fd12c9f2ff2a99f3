package mortise.verifier.rulebook;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mortise.spi.Access;
import mortise.spi.Effect;
import mortise.spi.FieldKind;
import mortise.spi.Handler;
import mortise.spi.HostView;
import mortise.spi.OwnershipLimit;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Rule;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;

/// The rules that are broken elsewhere than at a function's requirements: at a section that is
/// open, at a special field that is loaded or stored, at a slot object.
final class Raised {
  private Raised() {}

  static Stream<Rule> by(FamilyDraft draft) {
    var sections =
        Stream.concat(
            draft.functions.stream().flatMap(Raised::sections),
            draft.subscriptions.stream().flatMap(s -> entered(s.effectList())));
    var others =
        Stream.concat(
            draft.fields.stream()
                .map(FieldKind::access)
                .flatMap(Optional::stream)
                .flatMap(Raised::by),
            draft.ownership.stream().map(OwnershipLimit::rule));
    var views = draft.views.stream().map(HostView::refusal);
    return Stream.of(
            sections.flatMap(Raised::by),
            others,
            views,
            draft.functions.stream().flatMap(Raised::slots),
            draft.functions.stream().flatMap(Raised::endings),
            draft.handlers.stream().flatMap(Raised::by))
        .flatMap(rules -> rules);
  }

  private static Stream<Rule> by(SectionKind section) {
    return section.restrictsCalls()
        ? Stream.of(section.callInside(), section.globalCallInside(), section.heldAtBoundary())
        : Stream.of(section.heldAtBoundary());
  }

  private static Stream<Rule> by(Access access) {
    return Stream.of(
            Stream.of(access.store()),
            access.misuse().stream(),
            access.indirect().stream(),
            access.stores().stream().map(Access.Requirement::rule))
        .flatMap(rules -> rules);
  }

  private static Stream<Rule> by(SlotKind.Handle handle) {
    return Stream.of(
        handle.overwritten(), handle.writtenByFunction(), handle.notOwed(), handle.elsewhere());
  }

  private static Stream<Rule> by(Handler handler) {
    return Stream.of(
        handler.several(),
        handler.notThere(),
        handler.notGlobal(),
        handler.wrongParameters(),
        handler.calledDirectly(),
        handler.leavesForGood());
  }

  private static Stream<Rule> endings(FunctionDraft function) {
    return function.result().shape() instanceof Result.Ends ends
        ? Stream.of(ends.notCalledBack())
        : Stream.empty();
  }

  private static Stream<Rule> slots(FunctionDraft function) {
    return function.parameters().stream()
        .flatMap(
            p -> p.kind() instanceof Parameter.Slot slot ? Stream.of(slot.slot()) : Stream.empty())
        .flatMap(
            kind ->
                Stream.of(
                        Stream.of(
                            kind.notOnStack(), kind.notUninitialised(), kind.notInitialised()),
                        kind.handle().stream().flatMap(Raised::by),
                        kind.within().stream().flatMap(Raised::by))
                    .flatMap(rules -> rules));
  }

  private static Stream<SectionKind> sections(FunctionDraft function) {
    return Stream.of(
            entered(function.effectList()),
            function.outcomes().stream().flatMap(outcome -> entered(outcome.effects())),
            function.callback().stream().flatMap(c -> c.invocation().inside().stream()),
            function.callback().stream().flatMap(c -> entered(c.invocation().entering())))
        .flatMap(sections -> sections);
  }

  private static Stream<SectionKind> entered(List<Effect> effects) {
    return effects.stream()
        .flatMap(
            effect ->
                switch (effect) {
                  case Effect.Enter enter -> Stream.of(enter.section());
                  case Effect.When when -> entered(when.effects());
                  case Effect.ForEach each -> entered(each.effects());
                  default -> Stream.empty();
                });
  }
}
