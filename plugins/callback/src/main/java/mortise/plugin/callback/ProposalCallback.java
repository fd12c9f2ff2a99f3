package mortise.plugin.callback;

import static mortise.plugin.callback.ProposalCallbackRules.*;

import mortise.plugin.ownership.proposal.CallbackContext;
import mortise.plugin.ownership.proposal.Facts;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Policy;
import mortise.spi.Result;

/// Functions that call back (§10): to a fixpoint, or, as it was once, as if exactly once.
public final class ProposalCallback implements HelperFamily {
  private static final int HASH = 1;
  private static final int ARRAY = 2;
  private static final int LRU_HASH = 9;

  static final Policy RUNS =
      Policy.of(
          "callbacks",
          "How often a callback is verified; once is the old way, and unsound.",
          "fixpoint",
          "once");

  @Override
  public FamilyInfo info() {
    return Facts.family("callback");
  }

  @Override
  public void declare(Declarations in) {
    var often = in.policy(RUNS).equals("once") ? Repetition.ONCE : Repetition.ANY;
    loop(in, often);
    forEachElement(in, often);
  }

  private static void loop(Declarations in, Repetition often) {
    var f = in.helper(181, "bpf_loop");
    var count = f.scalar("count");
    var callback = f.subprogram("callback");
    var context = CallbackContext.of(f);
    f.scalar("flags");
    f.invokes(
            callback,
            Invocation.of(often, new Invocation.Unknown(), new Invocation.Passed(context))
                .returning(0, 1)
                .stoppingOn(1)
                .atMost(count))
        .returns(Result.scalar())
        .prototype("long bpf_loop(__u32 count, void *callback, void *ctx, __u64 flags)")
        .documentation("Calls back with 0, 1, 2, … until the callback returns 1.")
        .runs(Loops::loop);
  }

  private static void forEachElement(Declarations in, Repetition often) {
    var f = in.helper(164, "bpf_for_each_map_elem");
    var map = f.map("map");
    f.requires(MAP_KIND, map.isMapOfType(HASH, LRU_HASH, ARRAY));
    var callback = f.subprogram("callback");
    var context = CallbackContext.of(f);
    f.scalar("flags");
    f.invokes(
            callback,
            Invocation.of(
                    often,
                    new Invocation.Map(map),
                    new Invocation.Key(map),
                    new Invocation.Value(map),
                    new Invocation.Passed(context))
                .returning(0, 1)
                .stoppingOn(1))
        .returns(Result.scalar())
        .prototype("long bpf_for_each_map_elem(void *map, void *callback, void *ctx, __u64 flags)")
        .documentation("Calls back for each element of a map.")
        .runs(Loops::forEachElement);
  }
}
