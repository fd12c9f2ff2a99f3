package mortise.tests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import mortise.engine.CheckedInstance;
import mortise.engine.Engine;
import mortise.engine.LoadedObject;
import mortise.engine.Semantics;
import mortise.engine.Verdict;
import mortise.runtime.Execution;
import mortise.runtime.NotRunnableException;
import mortise.runtime.RunFault;
import mortise.runtime.RunnableProgram;
import mortise.runtime.Scheduler;
import mortise.runtime.Violation;
import mortise.runtime.VisibleOperation;
import mortise.spi.ProgramKind;
import mortise.spi.runtime.ContextFactory.Input;

/// What goes wrong when a program runs that only one rule keeps from being accepted.
///
/// @param what the id of the check that found it: that of a [Violation], `fault-` and the kind of a
///   [RunFault]; or why there was no run
/// @param how the message
record Consequence(String what, String how) {
  static final String NOTHING = "nothing";

  private static final int PACKET = 64;

  /// One CPU alone that waits will wait for ever.
  private static final Scheduler ALONE =
      new Scheduler() {
        @Override
        public void before(int cpu, VisibleOperation operation) {}

        @Override
        public void blocked(int cpu, BooleanSupplier condition, String what) {
          throw new Violation("deadlock", "", -1, "", what + " waits for ever");
        }
      };

  /// Runs a program twice with the rule off; `others` of the same object can be run after it.
  static Consequence of(Path file, String program, String rule, List<String> others) {
    var object = Engine.of(Semantics.named("linux").without(rule), Product.families()).load(file);
    return switch (verdict(object, program)) {
      case Verdict.Rejected no -> {
        var first = no.diagnostics().getFirst();
        yield new Consequence("rejected-" + first.rule().id(), first.text());
      }
      case Verdict.Undecided limit -> new Consequence("undecided", limit.limit());
      case Verdict.Accepted ok -> run(ok, accepted(object, others));
    };
  }

  private static Verdict verdict(LoadedObject object, String program) {
    return object
        .program(program)
        .orElseThrow(() -> new IllegalArgumentException("no program " + program))
        .verify();
  }

  private static List<Verdict.Accepted> accepted(LoadedObject object, List<String> others) {
    var all = new ArrayList<Verdict.Accepted>();
    for (var other : others) {
      if (verdict(object, other) instanceof Verdict.Accepted ok) {
        all.add(ok);
      } else {
        throw new IllegalArgumentException(other + " is not accepted");
      }
    }
    return all;
  }

  private static Consequence run(Verdict.Accepted first, List<Verdict.Accepted> others) {
    CheckedInstance instance;
    try {
      instance = first.instantiateChecked(others);
    } catch (NotRunnableException e) {
      return new Consequence("not-runnable", String.valueOf(e.getMessage()));
    }
    var all = new ArrayList<Verdict.Accepted>();
    all.add(first);
    all.addAll(others);
    try (instance) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < all.size(); i++) {
          run(instance, instance.programs().get(i), all.get(i));
        }
      }
    } catch (Violation e) {
      return new Consequence(e.check(), String.valueOf(e.getMessage()));
    } catch (RunFault e) {
      var kind = e.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      return new Consequence("fault-" + kind, String.valueOf(e.getMessage()));
    }
    return instance.finish().stream()
        .findFirst()
        .map(left -> new Consequence(left.check(), String.valueOf(left.getMessage())))
        .orElse(new Consequence(NOTHING, ""));
  }

  private static void run(
      CheckedInstance instance, RunnableProgram program, Verdict.Accepted accepted) {
    var kind = accepted.program().kind();
    boolean packets = kind.packets() != ProgramKind.PacketAccess.NONE || kind.legacyLoads();
    var input = new Input(new byte[packets ? PACKET : 0], new byte[0]);
    instance.run(Execution.of(program, input).on(0, ALONE));
  }
}
