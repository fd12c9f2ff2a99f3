package mortise.verifier.explore;

import java.util.function.Consumer;
import mortise.object.Instruction;
import mortise.spi.Invocation;
import mortise.spi.Result;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;

/// Where paths go at calls and exits: into callbacks, on behind the call, out of a frame; and which
/// other paths begin there.
///
/// Source: linux `push_callback_call`, `prepare_func_exit` (6.18).
///
/// @param push takes the paths that begin
record CallFlow(
    Verification verification,
    Calls calls,
    Subprograms subprograms,
    ReturnValues answers,
    StackUse stack,
    Consumer<Path> push) {
  /// Calls a family's function; false if the program ends there.
  boolean call(Path path, Instruction.Call call) {
    var plan = verification.plan(call);
    if (plan != null && path.state.frame().isUnderway()) {
      invoke(path, new CallSite(verification, path, plan));
      return true;
    }
    var site = calls.check(path, call, plan);
    if (site.plan().result().shape() instanceof Result.Ends ends) {
      Boundaries.check(verification, path.state, ends.boundary());
      stack.end(path.state);
      return false;
    }
    if (site.plan().callback().isEmpty()) {
      var before = path.state.depth() > 1 && site.plan().mayEnd() ? path.fork(path.at) : null;
      finish(path, site);
      if (before != null) {
        returnInstead(before);
      }
      return true;
    }
    calls.begin(site);
    for (int i = 0; i < 5; i++) {
      path.set(i + 1, site.arguments()[i]);
    }
    path.state.frame().setUnderway(Calls.beginsFirst(site.plan()));
    invoke(path, site);
    return true;
  }

  private void finish(Path path, CallSite site) {
    calls.finish(path, site).forEach(push);
  }

  /// The subprogram returns from a call that does not come back to it, with any number; whoever it
  /// went to may have changed packets.
  private void returnInstead(Path path) {
    Packets.forget(path.state, path.at);
    Calls.scratch(path);
    path.setUnknown(0);
    if (exit(path)) {
      push.accept(path);
    }
  }

  /// Calls back, and goes on after the call.
  private void invoke(Path path, CallSite site) {
    var callback = site.plan().callback().orElseThrow();
    var invocation = callback.invocation();
    if (Nullness.isNull(site.value(callback.parameter()))) {
      finish(path, site);
      return;
    }
    switch (invocation.repetition()) {
      case ANY -> {
        if (mayRunAgain(path, site, invocation)) {
          push.accept(again(path, site, invocation));
        }
        finish(path, site);
      }
      case LATER -> {
        push.accept(later(path, site, invocation));
        finish(path, site);
      }
      case ONCE ->
          subprograms.enterCallback(path, site, invocation, function(site), site.plan().name());
    }
  }

  /// Whether the callback has not yet run as often as it may.
  private static boolean mayRunAgain(Path path, CallSite site, Invocation invocation) {
    return invocation.atMost().isEmpty()
        || !(site.value(invocation.atMost().get()) instanceof Scalar limit)
        || Long.compareUnsigned(path.state.frame().unrolled(), limit.mark().range().umax()) < 0;
  }

  /// The path on which the callback runs (once more), after which the call is made again.
  private Path again(Path path, CallSite site, Invocation invocation) {
    var other = path.fork(path.at);
    other.state.frame().setUnrolled(other.state.frame().unrolled() + 1);
    subprograms.enterCallback(
        other, site.on(other.state), invocation, function(site), site.plan().name());
    return other;
  }

  /// The path on which a callback runs on its own, some time later.
  private Path later(Path path, CallSite site, Invocation invocation) {
    var alone = new State(new Frame(0, path.at, -1, null));
    var other = new Path(alone, path.at, null);
    stack.runLater(function(site).slot());
    subprograms.enterCallback(
        other, site.on(alone), invocation, function(site), site.plan().name());
    return other;
  }

  private static Region.Function function(CallSite site) {
    return site.plan()
        .callback()
        .flatMap(callback -> site.pointer(callback.parameter()))
        .map(pointer -> (Region.Function) pointer.region())
        .orElseThrow();
  }

  /// Leaves a frame, or ends the path: false.
  boolean exit(Path path) {
    stack.leave(path.state.frame());
    if (path.state.depth() == 1) {
      Boundaries.check(verification, path.state, Boundaries.EXIT);
      verification.attempt(() -> answers.checkEnd(path));
      return false;
    }
    var left = subprograms.leave(path);
    var callback = left.callback();
    if (callback == null) {
      return true;
    }
    Boundaries.checkLost(verification, path.state, "callback return");
    var plan = verification.calls().get(path.at);
    return switch (callback.invocation().repetition()) {
      case ANY -> {
        if (plan != null && Subprograms.stops(callback.invocation(), left)) {
          finish(path, new CallSite(verification, path, plan));
        } else {
          Widening.widen(path, Widening.previous(path, path.at));
        }
        yield true;
      }
      case LATER -> {
        Boundaries.check(verification, path.state, Boundaries.EXIT);
        yield false;
      }
      case ONCE -> {
        if (plan != null) {
          finish(path, new CallSite(verification, path, plan));
        }
        yield true;
      }
    };
  }
}
