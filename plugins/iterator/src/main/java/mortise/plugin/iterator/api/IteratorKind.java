package mortise.plugin.iterator.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mortise.plugin.ownership.api.Ownership;
import mortise.plugin.ownership.api.OwnershipRules;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.Facet;
import mortise.spi.FunctionBuilder;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;
import mortise.spi.runtime.Implementation;

/// One kind of open-coded iterator: three functions that share a protocol, `bpf_iter_<name>_new`,
/// `_next` until it gives null, `_destroy`. Kinds differ in what `_new` takes and what `_next`
/// gives.
///
/// Source: linux `check_iter_new`, `process_iter_next_call` (6.18).
///
/// @param slot the iterator itself, on the stack
/// @param element what `_next` gives, where it gives something
/// @param allowedIn sections that otherwise restrict calls
/// @param inReadSection whether it walks what a read section protects (KF_RCU_PROTECTED)
public record IteratorKind(
    SlotKind slot, Result element, List<SectionKind> allowedIn, boolean inReadSection) {
  /// Where an iterator stands; once drained it stays so.
  enum Progress {
    ACTIVE,
    DRAINED
  }

  private static final Facet<Progress> PROGRESS =
      Facet.onIdentity("iterator.progress", Progress.class, Progress.ACTIVE);

  public IteratorKind {
    allowedIn = List.copyOf(allowedIn);
  }

  /// @param name without prefix, `num`
  /// @param size of the iterator, in bytes
  public static IteratorKind of(String name, int size, Result element) {
    return new IteratorKind(
        new SlotKind(
                "iter_" + name,
                size,
                IteratorRules.NOT_ON_STACK,
                IteratorRules.IN_USE,
                IteratorRules.NOT_THERE,
                Optional.empty())
            .called("iter"),
        element,
        List.of(),
        false);
  }

  /// The same, usable in sections that restrict calls.
  public IteratorKind allowedIn(SectionKind... sections) {
    return new IteratorKind(slot, element, List.of(sections), inReadSection);
  }

  /// The same, made and used in one read section only; so is what it gives.
  public IteratorKind inReadSections() {
    return new IteratorKind(slot, element.qualified(Ownership.RCU), allowedIn, true);
  }

  /// Declares `_new`: `more` adds the parameters after the iterator.
  ///
  /// @param prototype of those parameters in C, empty or starting with a comma
  public FunctionBuilder create(
      Declarations in, String prototype, Consumer<FunctionBuilder> more, Implementation runs) {
    return create(in, prototype, more).runs(runs);
  }

  /// As the other, without a runtime half.
  public FunctionBuilder create(Declarations in, String prototype, Consumer<FunctionBuilder> more) {
    return createWhere(in, prototype, f -> {}, more);
  }

  /// As the other; `first` adds what is required before anything is looked at.
  public FunctionBuilder createWhere(
      Declarations in,
      String prototype,
      Consumer<FunctionBuilder> first,
      Consumer<FunctionBuilder> more) {
    var f = function(in, "new");
    first.accept(f);
    var iterator = f.slot("it", slot, false);
    more.accept(f);
    if (inReadSection) {
      f.requires(OwnershipRules.NEEDS_READ_SECTION, Ownership.inRcu());
    }
    f.effects(Effect.createSlot(iterator), Effect.set(iterator, PROGRESS, Progress.ACTIVE));
    if (inReadSection) {
      f.effects(Effect.qualify(iterator, Ownership.RCU));
    }
    return f.returns(Result.scalar())
        .prototype("int %s(%s *it%s)".formatted(name("new"), type(), prototype))
        .documentation("Begins an iteration; it must be destroyed even where this fails.");
  }

  /// Declares `_next`.
  ///
  /// @param gives the type of its result in C
  public FunctionBuilder next(Declarations in, String gives, Implementation runs) {
    return next(in, gives).runs(runs);
  }

  /// As the other, without a runtime half.
  public FunctionBuilder next(Declarations in, String gives) {
    var f = function(in, "next");
    var iterator = live(f);
    return f.outcome(
            Outcome.of(
                "drained", Result.scalar(0, 0), Effect.set(iterator, PROGRESS, Progress.DRAINED)))
        .outcome(
            Outcome.of("element", element.childOf(iterator))
                .possibleIf(iterator.is(PROGRESS, Progress.ACTIVE))
                .repeating())
        .prototype("%s *%s(%s *it)".formatted(gives, name("next"), type()))
        .documentation("The next element; null once there are no more, and ever after.");
  }

  /// Declares `_destroy`.
  public FunctionBuilder destroy(Declarations in, Implementation runs) {
    return destroy(in).runs(runs);
  }

  /// As the other, without a runtime half.
  public FunctionBuilder destroy(Declarations in) {
    var f = function(in, "destroy");
    var iterator = live(f);
    return f.effects(Effect.destroySlot(iterator))
        .returns(Result.nothing())
        .prototype("void %s(%s *it)".formatted(name("destroy"), type()))
        .documentation("Ends the iteration, and the pointers that it gave.");
  }

  private Parameter live(FunctionBuilder f) {
    var iterator = f.slot("it", slot, true);
    if (inReadSection) {
      f.requires(IteratorRules.SECTION_ENDED, iterator.has(Ownership.RCU));
    }
    return iterator;
  }

  private FunctionBuilder function(Declarations in, String what) {
    return in.function(name(what)).allowedIn(allowedIn.toArray(SectionKind[]::new));
  }

  private String name(String what) {
    return "bpf_" + slot.name() + "_" + what;
  }

  private String type() {
    return "struct bpf_" + slot.name();
  }
}
