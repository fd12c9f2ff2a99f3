package mortise.kernel.mutants;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import mortise.object.Program;

/// Some mutants of some programs, always the same for the same seed.
public final class MutantSample {
  /// After so many in a row that do not fit or are known, there are hardly any others.
  private static final int PATIENCE = 200;

  private MutantSample() {}

  /// A program and a mutant of it.
  ///
  /// @param program which of the programs
  public record Pick(int program, Mutant mutant) {}

  /// At most `most` mutants, by program.
  ///
  /// @param programs as they are judged here
  /// @param others the same programs as the other judge has them, whose slots may differ where they
  ///   were relocated
  /// @param together how many mutations a mutant has
  public static List<Pick> of(
      List<Program> programs, List<Program> others, long seed, int most, int together) {
    var all = new ArrayList<Pick>();
    for (int i = 0; i < programs.size(); i++) {
      for (Mutation mutation : Mutations.of(programs.get(i))) {
        all.add(new Pick(i, new Mutant(List.of(mutation))));
      }
    }
    var random = new Random(seed);
    var taken =
        together == 1
            ? shuffled(programs, others, all, random, most)
            : drawn(programs, others, all, random, most, together);
    taken.sort(
        Comparator.comparingInt(Pick::program)
            .thenComparingInt(pick -> pick.mutant().mutations().getFirst().slot())
            .thenComparing(pick -> pick.mutant().id()));
    return List.copyOf(taken);
  }

  private static boolean fits(List<Program> programs, List<Program> others, Pick pick) {
    return pick.mutant().fits(programs.get(pick.program()), others.get(pick.program()));
  }

  private static List<Pick> shuffled(
      List<Program> programs, List<Program> others, List<Pick> all, Random random, int most) {
    Collections.shuffle(all, random);
    var taken = new ArrayList<Pick>();
    for (int i = 0; i < all.size() && taken.size() < most; i++) {
      if (fits(programs, others, all.get(i))) {
        taken.add(all.get(i));
      }
    }
    return taken;
  }

  private static List<Pick> drawn(
      List<Program> programs,
      List<Program> others,
      List<Pick> all,
      Random random,
      int most,
      int together) {
    var byProgram = new ArrayList<List<Mutation>>();
    for (int i = 0; i < programs.size(); i++) {
      byProgram.add(new ArrayList<>());
    }
    all.forEach(one -> byProgram.get(one.program()).addAll(one.mutant().mutations()));
    var taken = new ArrayList<Pick>();
    var known = new HashSet<String>();
    for (int failed = 0; !all.isEmpty() && failed < PATIENCE && taken.size() < most; ) {
      // By mutations and not by programs, so that long ones have more.
      int program = all.get(random.nextInt(all.size())).program();
      List<Mutation> mutations = byProgram.get(program);
      var chosen = new ArrayList<Mutation>();
      for (int i = 0; i < together; i++) {
        chosen.add(mutations.get(random.nextInt(mutations.size())));
      }
      chosen.sort(Comparator.comparingInt(Mutation::slot).thenComparing(Mutation::id));
      var pick = new Pick(program, new Mutant(chosen));
      boolean good =
          pick.mutant().isDisjoint()
              && known.add(program + " " + pick.mutant().id())
              && fits(programs, others, pick);
      if (good) {
        taken.add(pick);
        failed = 0;
      } else {
        failed++;
      }
    }
    return taken;
  }
}
