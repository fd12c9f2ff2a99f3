package mortise.tests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import mortise.engine.CheckedInstance;
import mortise.engine.Engine;
import mortise.engine.Exploration;
import mortise.engine.LoadedObject;
import mortise.engine.Verdict;
import mortise.runtime.Execution;
import mortise.runtime.NotRunnableException;
import mortise.runtime.RunFault;
import mortise.runtime.Violation;
import mortise.runtime.schedule.Bounds;
import mortise.runtime.schedule.Watcher;
import mortise.spi.ProgramKind;
import mortise.spi.runtime.ContextFactory.Input;

/// What goes wrong when a program runs that a rule keeps from being accepted.
///
/// @param what the id of the check that found it: that of a [Violation], `fault-` and the kind of a
///   [RunFault]; or why there was no run
/// @param how the message
record Consequence(String what, String how) {
  static final String NOTHING = "nothing";

  private static final int[] PACKETS = {64, 0, 14, 15, 40};
  private static final int CONTEXT = 64;

  /// Few first: most harm needs no more.
  private static final int[] PREEMPTIONS = {2, 3};

  /// Runs a program with the rules off, on several inputs after each other, and each time `others`
  /// of the same object after it.
  static Consequence of(Path file, String program, Collection<String> off, List<String> others) {
    return of(Suite.LINUX.example(file, program), off, others);
  }

  /// The same for a program of any semantics.
  static Consequence of(Suite.Example example, Collection<String> off, List<String> others) {
    var object = example.object(off);
    return switch (verdict(object, example.program())) {
      case Verdict.Rejected no -> {
        var first = no.diagnostics().getFirst();
        yield new Consequence("rejected-" + first.rule().id(), first.text());
      }
      case Verdict.Undecided limit -> new Consequence("undecided", limit.limit());
      case Verdict.Accepted ok -> run(ok, accepted(object, others));
    };
  }

  /// Runs programs of one object on as many CPUs, with the rules off, under every schedule with few
  /// preemptions. Nobody watches their memory: what goes wrong does so for everybody.
  static Consequence together(Path file, List<String> programs, Collection<String> off) {
    return together(Suite.LINUX.example(file, programs.getFirst()), programs, off);
  }

  /// The same for programs of any semantics, under the policies of the first.
  static Consequence together(Suite.Example first, List<String> programs, Collection<String> off) {
    var object = first.object(off);
    var cpus = new ArrayList<Verdict.Accepted>();
    for (var program : programs) {
      switch (verdict(object, program)) {
        case Verdict.Accepted ok -> cpus.add(ok);
        case Verdict.Rejected no -> {
          return new Consequence("rejected", no.diagnostics().getFirst().text());
        }
        case Verdict.Undecided limit -> {
          return new Consequence("undecided", limit.limit());
        }
      }
    }
    var exploration =
        Exploration.of(cpus, new Input(new byte[PACKETS[0]], new byte[0])).unwatched();
    return IntStream.of(PREEMPTIONS)
        .mapToObj(most -> exploration.within(Bounds.DEFAULT.withPreemptions(most)))
        .flatMap(one -> one.explore(Watcher.NONE).failure().stream())
        .findFirst()
        .map(failure -> new Consequence(failure.check(), failure.message()))
        .orElse(new Consequence(NOTHING, ""));
  }

  static Engine without(Collection<String> rules) {
    return Suite.LINUX.engine(Map.of(), rules);
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
      for (var size : PACKETS) {
        for (byte content : new byte[] {0, -1}) {
          for (int i = 0; i < all.size(); i++) {
            var input = input(all.get(i), size, content);
            instance.run(Execution.of(instance.programs().get(i), input));
          }
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

  private static Input input(Verdict.Accepted accepted, int size, byte content) {
    var kind = accepted.program().kind();
    boolean packets = kind.packets() != ProgramKind.PacketAccess.NONE || kind.legacyLoads();
    var packet = new byte[packets ? size : 0];
    var context = new byte[packets ? 0 : CONTEXT];
    Arrays.fill(packet, content);
    Arrays.fill(context, content);
    return new Input(packet, context);
  }
}
