package mortise.kernel.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mortise.kernel.Objects;
import mortise.kernel.mutants.Mutation.Kind;
import mortise.object.Instruction;
import mortise.object.Program;
import org.junit.jupiter.api.Test;

class MutationsTest {
  private final Program program = Objects.example("queue").program("dequeue").orElseThrow();
  private final List<Mutation> all = Mutations.of(program);

  @Test
  void eachChangesTheProgramAndHasANameOfItsOwn() {
    var names = new HashSet<String>();
    for (Mutation mutation : all) {
      assertThat(names.add(mutation.id())).as(mutation.id()).isTrue();
      Program changed = program.withChanges(mutation.changes());
      assertThat(changed.size()).isEqualTo(program.size());
      assertThat(changed.encode()).isNotEqualTo(program.encode());
      assertThat(new Mutant(List.of(mutation)).text(program)).contains(" -> ");
    }
  }

  @Test
  void aProgramThatTakesALockAndChecksForNullHasMistakesOfManyKinds() {
    assertThat(all.stream().map(Mutation::kind).collect(Collectors.toSet()))
        .contains(Kind.CALL, Kind.AGAIN, Kind.ORDER, Kind.NULL_CHECK, Kind.REGISTER, Kind.OFFSET);
  }

  @Test
  void everyCallIsOnceNotMade() {
    for (int slot = 0; slot < program.size(); slot++) {
      int here = slot;
      if (program.at(slot) instanceof Instruction.KfuncCall) {
        assertThat(all).anyMatch(m -> m.kind() == Kind.CALL && m.slot() == here);
      }
    }
  }

  @Test
  void aSampleIsTheSameForTheSameSeed() {
    var one = MutantSample.of(List.of(program), List.of(program), 7, 20, 1);
    assertThat(one).hasSize(20);
    assertThat(MutantSample.of(List.of(program), List.of(program), 7, 20, 1)).isEqualTo(one);
    assertThat(MutantSample.of(List.of(program), List.of(program), 8, 20, 1)).isNotEqualTo(one);
  }

  @Test
  void twoMistakesAreInTwoPlacesAndFoundByTheirName() {
    var picks = MutantSample.of(List.of(program), List.of(program), 7, 20, 2);
    assertThat(picks).hasSize(20);
    for (var pick : picks) {
      var changes = new HashSet<Integer>();
      pick.mutant()
          .mutations()
          .forEach(
              one ->
                  one.changes().keySet().forEach(slot -> assertThat(changes.add(slot)).isTrue()));
      assertThat(Mutant.named(pick.mutant().id(), program)).contains(pick.mutant());
    }
    assertThat(Mutant.named("1.call.99", program)).isEmpty();
  }

  @Test
  void randomChangesAreFoundByTheirNameAndLeaveFunctionsAlone() {
    var picks = MutantSample.random(List.of(program), List.of(program), 7, 500, 1);
    assertThat(picks).hasSize(500);
    for (var pick : picks) {
      assertThat(Mutant.named(pick.mutant().id(), program)).contains(pick.mutant());
      Program changed = program.withChanges(pick.mutant().changes());
      assertThat(changed.encode()).isNotEqualTo(program.encode());
      assertThat(changed.subprograms()).isEqualTo(program.subprograms());
    }
    assertThat(Mutant.named("9999.random.1", program)).isEmpty();
    assertThat(Mutant.named("1.random.x", program)).isEmpty();
  }

  @Test
  void noneMakesAPartUnreachable() {
    var picks = MutantSample.of(List.of(program), List.of(program), 1, Integer.MAX_VALUE, 1);
    assertThat(picks).isNotEmpty();
    for (var pick : picks) {
      assertThat(
              Reachability.isWorse(
                  Reachability.of(program), program.withChanges(pick.mutant().changes())))
          .as(pick.mutant().id())
          .isFalse();
    }
  }

  @Test
  void whatIsRelocatedOtherwiseElsewhereIsLeftAlone() {
    Mutation first = all.getFirst();
    var mutant = new Mutant(List.of(first));
    var elsewhere =
        program.withChanges(
            Map.of(first.slot(), program.at(first.slot()).raw().withOffset((short) 99)));
    assertThat(mutant.fits(program, program)).isTrue();
    assertThat(mutant.fits(program, elsewhere)).isFalse();
  }
}
