package mortise.engine;

import java.util.ArrayList;
import java.util.List;
import mortise.runtime.Instance;
import mortise.runtime.InstanceSpec;
import mortise.verifier.Diagnostic;
import mortise.verifier.Verdict.Cost;
import mortise.verifier.VerifiedProgram;

/// What the verifier says of a program. Only what is [Accepted] can be run.
public sealed interface Verdict {
  /// What it took to say it.
  Cost cost();

  /// Nothing can go wrong.
  record Accepted(VerifiedProgram program, Cost cost) implements Verdict {
    /// A machine with the program and fresh maps.
    ///
    /// @throws mortise.runtime.NotRunnableException if something that it uses can only be judged
    public Instance instantiate() {
      return instantiate(List.of());
    }

    /// A machine with this program, which [Instance#run] runs, and others of the same object that
    /// share its maps.
    ///
    /// @throws mortise.runtime.NotRunnableException if something that they use can only be judged
    public Instance instantiate(List<Accepted> others) {
      return Instance.create(Binding.of(program, others.stream().map(Accepted::program).toList()));
    }

    /// As [#instantiate(List)], with the atomic operations of every run counted
    /// ([mortise.runtime.RunResult#atomics]).
    ///
    /// @throws mortise.runtime.NotRunnableException if something that they use can only be judged
    public Instance instantiateCounting(List<Accepted> others) {
      var spec = Binding.of(program, others.stream().map(Accepted::program).toList());
      return Instance.create(spec.counted());
    }

    /// As [#instantiate(List)], for runs that are checked against what was believed here.
    ///
    /// @throws mortise.runtime.NotRunnableException if something that they use can only be judged
    /// @throws mortise.verifier.TooMuchToRecord if there is too much to hold runs against
    public CheckedInstance instantiateChecked(List<Accepted> others) {
      var programs = with(others);
      return checked(Binding.of(program, programs.subList(1, programs.size())), programs);
    }

    /// As [#instantiateChecked(List)], with runs that end with a fault after so many instructions.
    ///
    /// @throws mortise.runtime.NotRunnableException if something that they use can only be judged
    /// @throws mortise.verifier.TooMuchToRecord if there is too much to hold runs against
    public CheckedInstance instantiateChecked(List<Accepted> others, long steps) {
      var programs = with(others);
      var spec = Binding.of(program, programs.subList(1, programs.size()));
      return checked(spec.withLimits(spec.limits().withSteps(steps)), programs);
    }

    private List<VerifiedProgram> with(List<Accepted> others) {
      var programs = new ArrayList<VerifiedProgram>();
      programs.add(program);
      others.stream().map(Accepted::program).forEach(programs::add);
      return programs;
    }

    private static CheckedInstance checked(InstanceSpec spec, List<VerifiedProgram> programs) {
      return new CheckedInstance(Instance.create(spec.watched()), programs);
    }
  }

  /// A rule is broken.
  ///
  /// @param isOfObject whether the rule is about the object's types: then nothing in the object can
  ///   be loaded
  record Rejected(List<Diagnostic> diagnostics, Cost cost, boolean isOfObject) implements Verdict {
    public Rejected {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// There was too much to explore.
  ///
  /// @param limit which limit was reached, in words
  record Undecided(String limit, Diagnostic diagnostic, Cost cost) implements Verdict {}
}
