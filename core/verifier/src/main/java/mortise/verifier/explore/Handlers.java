package mortise.verifier.explore;

import java.util.Optional;
import java.util.stream.Stream;
import mortise.object.Program;
import mortise.object.Subprogram;
import mortise.object.btf.BtfType;
import mortise.spi.Handler;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rules.Rejection;

/// The subprogram that a program names for the case that it ends before its time.
///
/// Source: linux `bpf_find_exception_callback_insn_off` (6.18).
public final class Handlers {
  /// The subprogram, and what is asked of it.
  record Named(Subprogram subprogram, Handler rules) {
    boolean is(Subprogram other) {
      return subprogram.start() == other.start();
    }
  }

  private Handlers() {}

  /// The first slot of the program's handler.
  public static Optional<Integer> of(Program program, RuleBook rules) {
    return rules.handlers().stream()
        .flatMap(handler -> names(program, handler).limit(1))
        .flatMap(name -> subprogram(program, name).stream())
        .map(Subprogram::start)
        .findFirst();
  }

  static Optional<Named> find(Verification verification) {
    for (var handler : verification.rules.handlers()) {
      var names = names(verification.program, handler).toList();
      if (names.size() > 1) {
        verification.reject(Rejection.of(handler.several()));
      }
      if (!names.isEmpty()) {
        return find(verification, handler, names.getFirst());
      }
    }
    return Optional.empty();
  }

  private static Optional<Named> find(Verification verification, Handler rules, String name) {
    var found = subprogram(verification.program, name);
    var function = verification.program.btf().id(name, BtfType.Function.class);
    if (found.isEmpty() || function.isEmpty()) {
      verification.reject(Rejection.of(rules.notThere(), "name", name));
      return Optional.empty();
    }
    if (!found.get().global()) {
      verification.reject(Rejection.of(rules.notGlobal(), "name", name));
    }
    return Optional.of(new Named(found.get(), rules));
  }

  private static Stream<String> names(Program program, Handler handler) {
    var prefix = handler.tag() + ":";
    return program.tags().stream()
        .filter(tag -> tag.startsWith(prefix))
        .map(tag -> tag.substring(prefix.length()));
  }

  private static Optional<Subprogram> subprogram(Program program, String name) {
    return program.subprograms().stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
