package mortise.kernel.mutants;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mortise.object.Instruction;
import mortise.object.KernelFormat;
import mortise.object.Program;
import mortise.object.RawInstruction;

/// A program's mutations that are made together, in different slots.
public record Mutant(List<Mutation> mutations) {
  private static final KernelFormat FORMAT = new KernelFormat(id -> "helper");
  private static final String AND = "+";

  public Mutant {
    mutations = List.copyOf(mutations);
  }

  /// The mutant of that name, if the program has these mutations.
  ///
  /// @param id as [#id] gives it
  public static Optional<Mutant> named(String id, Program program) {
    List<Mutation> all = Mutations.of(program);
    List<String> names = List.of(id.split("\\+", -1));
    List<Mutation> found =
        names.stream()
            .flatMap(
                name ->
                    RandomMutations.named(name, program)
                        .or(() -> all.stream().filter(one -> one.id().equals(name)).findFirst())
                        .stream())
            .toList();
    return found.size() == names.size() ? Optional.of(new Mutant(found)) : Optional.empty();
  }

  /// Names it among the mutants of its program: `12.call.0`, or `12.call.0+14.offset.1`.
  public String id() {
    return mutations.stream().map(Mutation::id).collect(Collectors.joining(AND));
  }

  /// The slots that change.
  public Map<Integer, RawInstruction> changes() {
    var changes = new HashMap<Integer, RawInstruction>();
    mutations.forEach(one -> changes.putAll(one.changes()));
    return Map.copyOf(changes);
  }

  /// Whether no mutation changes what another does.
  boolean isDisjoint() {
    return changes().size() == mutations.stream().mapToInt(one -> one.changes().size()).sum();
  }

  /// Whether `program` can be changed so: it has these slots, as `original` has them, and all that
  /// could be reached still can be. What cannot be reached the kernel rejects without a look at the
  /// rest.
  public boolean fits(Program original, Program program) {
    Map<Integer, RawInstruction> changes = changes();
    boolean same =
        changes.keySet().stream()
            .allMatch(
                slot ->
                    slot < program.size()
                        && program.at(slot).raw().equals(original.at(slot).raw()));
    boolean jumps =
        same
            && changes.keySet().stream()
                .anyMatch(slot -> program.at(slot) instanceof Instruction.ConditionalJump);
    return same
        && (!jumps
            || !Reachability.isWorse(Reachability.of(program), program.withChanges(changes)));
  }

  /// Before and after, in the verifier's notation.
  public String text(Program program) {
    Program changed = program.withChanges(changes());
    return changes().keySet().stream()
        .sorted()
        .map(
            at ->
                "%d: %s -> %s"
                    .formatted(at, FORMAT.text(program.at(at)), FORMAT.text(changed.at(at))))
        .collect(Collectors.joining("; "));
  }
}
