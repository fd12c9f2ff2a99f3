package mortise.testkit.generate;

import java.util.List;
import java.util.Optional;

/// A program and what it runs on.
public record Case(Template template, GeneratedProgram program, List<RunInput> inputs) {
  public Case {
    inputs = List.copyOf(inputs);
  }

  /// Whether it fails in the way that `check` names; how, if it does.
  public Optional<Outcome.Failed> fails(String check) {
    var checker = new Checker(template);
    var lines = program.lines();
    return check.equals("pruning")
        ? checker.comparePruning(lines).filter(f -> f.check().equals(check))
        : checker.check(lines, inputs) instanceof Outcome.Failed failed
                && failed.check().equals(check)
            ? Optional.of(failed)
            : Optional.empty();
  }

  /// As small as it gets, failing in the same way.
  public Case minimised(String check) {
    return Minimiser.minimise(this, smaller -> smaller.fails(check).isPresent());
  }

  Case with(GeneratedProgram other) {
    return new Case(template, other, inputs);
  }

  Case with(List<RunInput> other) {
    return new Case(template, program, other);
  }
}
