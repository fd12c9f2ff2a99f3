package mortise.kernel.mutants;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  /// At most `most` mutants with mistakes, by program.
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
    return sorted(
        together == 1
            ? shuffled(programs, others, all, random, most)
            : drawn(programs, others, drawer(all), random, most, together));
  }

  private static List<Pick> sorted(List<Pick> picks) {
    return picks.stream()
        .sorted(
            Comparator.comparingInt(Pick::program)
                .thenComparingInt(pick -> pick.mutant().mutations().getFirst().slot())
                .thenComparing(pick -> pick.mutant().id()))
        .toList();
  }

  /// At most `most` mutants with random changes, about as many of each program.
  ///
  /// @param programs as they are judged here
  /// @param others the same programs as the other judge has them, whose slots may differ where they
  ///   were relocated
  /// @param together how many changes a mutant has
  public static List<Pick> random(
      List<Program> programs, List<Program> others, long seed, int most, int together) {
    var drawer =
        new Drawer(
            IntStream.range(0, programs.size()).boxed().toList(),
            (program, random) ->
                RandomMutations.of(
                    programs.get(program),
                    random.nextInt(programs.get(program).size()),
                    random.nextInt(RandomMutations.NUMBERS)));
    return sorted(drawn(programs, others, drawer, new Random(seed), most, together));
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

  /// Where mutations come from.
  ///
  /// @param programs one of them is taken at random: those that are there more often, more often
  /// @param mutation one of a program, if there is one there
  private record Drawer(
      List<Integer> programs, BiFunction<Integer, Random, Optional<Mutation>> mutation) {}

  /// Takes by mutations and not by programs, so that long ones have more.
  private static Drawer drawer(List<Pick> all) {
    Map<Integer, List<Mutation>> byProgram =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    Pick::program,
                    Collectors.mapping(
                        one -> one.mutant().mutations().getFirst(), Collectors.toList())));
    return new Drawer(
        all.stream().map(Pick::program).toList(),
        (program, random) -> {
          var mutations = byProgram.getOrDefault(program, List.of());
          return Optional.of(mutations.get(random.nextInt(mutations.size())));
        });
  }

  private static List<Pick> drawn(
      List<Program> programs,
      List<Program> others,
      Drawer drawer,
      Random random,
      int most,
      int together) {
    List<Integer> from = drawer.programs();
    var taken = new ArrayList<Pick>();
    var known = new HashSet<String>();
    for (int failed = 0; !from.isEmpty() && failed < PATIENCE && taken.size() < most; ) {
      int program = from.get(random.nextInt(from.size()));
      var chosen = new ArrayList<Mutation>();
      for (int i = 0; i < together; i++) {
        drawer.mutation().apply(program, random).ifPresent(chosen::add);
      }
      chosen.sort(Comparator.comparingInt(Mutation::slot).thenComparing(Mutation::id));
      var pick = new Pick(program, new Mutant(chosen));
      boolean good =
          chosen.size() == together
              && pick.mutant().isDisjoint()
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
