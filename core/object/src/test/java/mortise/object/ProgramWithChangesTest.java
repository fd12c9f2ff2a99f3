package mortise.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// Programs of which a few slots are others.
class ProgramWithChangesTest {
  private static final RawInstruction ZERO = new RawInstruction(0xb7, 0, 0, (short) 0, 0);
  private final Program program = TestObjects.program("core.bpf.o", "types");
  private final int last = program.size() - 1;

  @Test
  void whatTheProgramSaysOfItselfStays() {
    var changed = program.withChanges(Map.of(last, ZERO));
    assertThat(changed.at(last)).isInstanceOf(Instruction.Move.class);
    assertThat(changed.size()).isEqualTo(program.size());
    assertThat(changed.subprograms()).isEqualTo(program.subprograms());
    assertThat(changed.lines()).isEqualTo(program.lines()).isNotEmpty();
    assertThat(changed.tags()).isEqualTo(program.tags());
  }

  @Test
  void otherInstructionsAreTheSame() {
    var changed = program.withChanges(Map.of(last, ZERO));
    for (int slot = 0; slot < last; slot++) {
      assertThat(changed.at(slot)).isSameAs(program.at(slot));
    }
    assertThat(program.at(last)).isInstanceOf(Instruction.Exit.class);
  }

  @Test
  void aSlotThatIsNotThereCannotChange() {
    assertThatThrownBy(() -> program.withChanges(Map.of(program.size(), ZERO)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> program.withChanges(Map.of(-1, ZERO)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
