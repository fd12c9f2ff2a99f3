package mortise.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Programs that lend everything but their instructions.
class ProgramWithTest {
  private static final RawInstruction EXIT = new RawInstruction(0x95, 0, 0, (short) 0, 0);
  private final BpfObject object = TestObjects.load("shapes.bpf.o");
  private final Program template = object.programs().getFirst();

  @Test
  void allButTheInstructionsStays() {
    var program = template.with(List.of(EXIT));
    assertThat(program.size()).isEqualTo(1);
    assertThat(program.name()).isEqualTo(template.name());
    assertThat(program.section()).isEqualTo(template.section());
    assertThat(program.type()).isEqualTo(template.type());
    assertThat(program.license()).isEqualTo(template.license());
    assertThat(program.btf()).isSameAs(template.btf());
    assertThat(program.maps()).isEqualTo(template.maps());
    assertThat(program.subprograms().getFirst().function())
        .isEqualTo(template.subprograms().getFirst().function());
  }

  @Test
  void linesAndExpectationsAreThoseOfTheOldInstructions() {
    var program = template.with(List.of(EXIT));
    assertThat(program.lines()).isEmpty();
    assertThat(program.tags()).isEmpty();
  }

  @Test
  void subprogramsBeginWhereTheyAreCalled() {
    var call = new RawInstruction(0x85, 0, 1, (short) 0, 1);
    var program = template.with(List.of(call, EXIT, EXIT));
    assertThat(program.subprograms()).hasSize(2);
    assertThat(program.subprograms().getFirst().end()).isEqualTo(2);
    assertThat(program.subprograms().getLast().start()).isEqualTo(2);
    assertThat(program.subprograms().getLast().global()).isFalse();
  }

  @Test
  void mapsAreNamedByIndex() {
    var load = new RawInstruction(0x18, 1, 1, (short) 0, 0);
    var zero = RawInstruction.of(0);
    assertThat(template.with(List.of(load, zero, EXIT)).at(0))
        .isInstanceOfSatisfying(
            Instruction.LoadImmediate.class,
            i ->
                assertThat(i.value())
                    .isEqualTo(new ImmediateValue.MapAddress(template.maps().getFirst())));
  }

  @Test
  void whatIsNoInstructionIsOneThatIsUnknown() {
    var noMap = new RawInstruction(0x18, 1, 1, (short) 0, 1000);
    var program = template.with(List.of(noMap, RawInstruction.of(0), RawInstruction.of(-1)));
    assertThat(program.at(0)).isInstanceOf(Instruction.Unknown.class);
    assertThat(program.at(2)).isInstanceOf(Instruction.Unknown.class);
  }

  @Test
  void aProgramHasOneToAMillionSlots() {
    assertThatThrownBy(() -> template.with(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> template.with(Collections.nCopies(1_000_001, EXIT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 1000001");
  }
}
