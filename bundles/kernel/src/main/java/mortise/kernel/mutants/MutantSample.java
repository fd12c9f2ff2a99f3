package mortise.kernel.mutants;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import mortise.object.Program;

/// Some mutations of some programs, always the same for the same seed.
public final class MutantSample {
  private MutantSample() {}

  /// A program and a mutation of it.
  ///
  /// @param program which of the programs
  public record Pick(int program, Mutation mutation) {}

  /// At most `most` mutations, by program and slot.
  ///
  /// @param programs as they are judged here
  /// @param others the same programs as the other judge has them, whose slots may differ where they
  ///   were relocated
  public static List<Pick> of(List<Program> programs, List<Program> others, long seed, int most) {
    var all = new ArrayList<Pick>();
    for (int i = 0; i < programs.size(); i++) {
      for (Mutation mutation : Mutations.of(programs.get(i))) {
        all.add(new Pick(i, mutation));
      }
    }
    var order = new ArrayList<Integer>();
    for (int i = 0; i < all.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    var taken = new ArrayList<Integer>();
    for (int i = 0; i < order.size() && taken.size() < most; i++) {
      Pick pick = all.get(order.get(i));
      Program program = programs.get(pick.program());
      if (pick.mutation().fits(program, others.get(pick.program()))) {
        taken.add(order.get(i));
      }
    }
    Collections.sort(taken);
    return taken.stream().map(all::get).toList();
  }
}
