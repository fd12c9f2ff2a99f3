package mortise.testkit.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mortise.object.JumpCondition;
import mortise.object.Width;
import mortise.testkit.generate.GeneratedProgram.Body;
import org.junit.jupiter.api.Test;

/// Trees become slots, and jumps go where the tree says.
class LinearizerTest {
  private static final Line ZERO = Code.jump(Width.W64, JumpCondition.EQUAL, 0, 0);

  private static Statement set(int value) {
    return Statement.Straight.of("set", Code.set(0, value));
  }

  private static List<Line> lines(Statement... statements) {
    return new GeneratedProgram(1, List.of(new Body(List.of(statements)))).lines();
  }

  private static int offset(Line line) {
    return line.raw().offset();
  }

  @Test
  void bothWaysOfABranchMeet() {
    var lines =
        lines(new Statement.Branch("b", ZERO, List.of(set(1), set(2)), List.of(set(3))), set(4));
    assertThat(lines).hasSize(7);
    assertThat(offset(lines.get(0))).as("past the other way and its jump").isEqualTo(2);
    assertThat(lines.get(1)).isEqualTo(Code.set(0, 3));
    assertThat(offset(lines.get(2))).as("past what is taken").isEqualTo(2);
    assertThat(lines.get(5)).isEqualTo(Code.set(0, 4));
  }

  @Test
  void aBranchWithoutAWayTakenNeedsNoSecondJump() {
    var lines = lines(new Statement.Branch("b", ZERO, List.of(), List.of(set(3))), set(4));
    assertThat(lines).hasSize(4);
    assertThat(offset(lines.getFirst())).isEqualTo(1);
  }

  @Test
  void loopsGoBackToTheirHead() {
    var lines = lines(new Statement.Loop("l", true, List.of(set(1), set(2)), ZERO));
    assertThat(lines).hasSize(5);
    assertThat(offset(lines.get(0))).as("may_goto leaves the loop").isEqualTo(3);
    assertThat(offset(lines.get(3))).as("back to the head").isEqualTo(-4);
  }

  @Test
  void leavingGoesBehindTheEnd() {
    var lines = lines(new Statement.Leave("l", ZERO), set(1));
    assertThat(lines).hasSize(5);
    assertThat(offset(lines.getFirst())).isEqualTo(2);
    assertThat(lines.subList(3, 5)).containsExactly(Code.set(0, 0), Code.exit());
  }

  @Test
  void functionsThatNothingCallsAreLeftOut() {
    var body = new Body(List.of(set(1)));
    var calls = new Body(List.of(new Statement.Invoke("c", 2)));
    var lines = new GeneratedProgram(1, List.of(calls, body, body)).lines();
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst().raw().source()).isEqualTo(1);
    assertThat(lines.getFirst().raw().immediate()).as("the slot behind the end").isEqualTo(1);
  }
}
