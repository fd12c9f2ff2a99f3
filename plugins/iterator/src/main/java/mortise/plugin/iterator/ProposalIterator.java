package mortise.plugin.iterator;

import static mortise.plugin.iterator.ProposalIteratorRules.*;

import java.util.Optional;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Sections;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.Facet;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Outcome;
import mortise.spi.Result;
import mortise.spi.SlotKind;

/// Open-coded counting (§10), on the same footing as callbacks.
public final class ProposalIterator implements HelperFamily {
  enum Progress {
    ACTIVE,
    DRAINED
  }

  static final Facet<Progress> PROGRESS =
      Facet.onIdentity("iterator.progress", Progress.class, Progress.ACTIVE);
  static final SlotKind NUM =
      new SlotKind("iter_num", 8, NOT_ON_STACK, IN_USE, NOT_THERE, Optional.empty());

  private static final int INT_SIZE = 4;

  @Override
  public FamilyInfo info() {
    return Facts.family("iterator");
  }

  @Override
  public void declare(Declarations in) {
    in.header("struct bpf_iter_num { __u64 opaque[1]; } __attribute__((aligned(8)));");
    var create = function(in, "bpf_iter_num_new");
    var fresh = create.slot("it", NUM, false);
    create.scalar("start");
    create.scalar("end");
    create
        .effects(Effect.createSlot(fresh), Effect.set(fresh, PROGRESS, Progress.ACTIVE))
        .returns(Result.scalar())
        .prototype("int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end)")
        .documentation("Begins an iteration over the numbers from `start` up to `end`.")
        .runs(Numbers::create);

    var next = function(in, "bpf_iter_num_next");
    var stepped = next.slot("it", NUM, true);
    next.outcome(
            Outcome.of(
                "drained", Result.scalar(0, 0), Effect.set(stepped, PROGRESS, Progress.DRAINED)))
        .outcome(
            Outcome.of("number", Result.memory(INT_SIZE, true).childOf(stepped))
                .possibleIf(stepped.is(PROGRESS, Progress.ACTIVE))
                .repeating())
        .prototype("int *bpf_iter_num_next(struct bpf_iter_num *it)")
        .documentation("The next number; null once there are no more.")
        .runs(Numbers::next);

    var destroy = function(in, "bpf_iter_num_destroy");
    var ended = destroy.slot("it", NUM, true);
    destroy
        .effects(Effect.destroySlot(ended))
        .returns(Result.nothing())
        .prototype("void bpf_iter_num_destroy(struct bpf_iter_num *it)")
        .documentation("Ends the iteration.")
        .runs(Numbers::destroy);
  }

  private static FunctionBuilder function(Declarations in, String name) {
    return in.function(name).allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
  }
}
