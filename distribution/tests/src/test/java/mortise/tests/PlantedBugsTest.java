package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.Opcode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mortise.tests.Edit.AlwaysBranches;
import mortise.tests.Edit.Answers;
import mortise.tests.Edit.CallAnswers;
import mortise.tests.Edit.CallsOther;
import mortise.tests.Edit.Constant;
import mortise.tests.Edit.DoesNothing;
import mortise.tests.Edit.GivesBack;
import mortise.tests.Edit.Operator;
import mortise.tests.Edit.Takes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Bugs as verifiers have had them, planted one at a time: checked runs have to find each.
class PlantedBugsTest {
  private static final List<PlantedBug> BUGS =
      List.of(
          PlantedBug.inVerifier(
              "a <= b is taken for a < b", "domain.Branches", "refineLeft", new Constant(0, 1, 1)),
          PlantedBug.inVerifier(
              "a >= b, signed, is taken for a > b",
              "domain.Branches",
              "refineLeft",
              new Constant(0, 1, 2)),
          PlantedBug.inVerifier(
              "a 32-bit comparison is taken for one of 64 bits",
              "explore.Operations",
              "of",
              new Takes("WORD", "DOUBLE_WORD")),
          PlantedBug.inVerifier(
              "pruning ignores the stack", "explore.StateComparison", "slot", new Answers(1)),
          PlantedBug.inVerifier(
              "pruning ignores sections", "explore.StateComparison", "sections", new Answers(1)),
          PlantedBug.inVerifier(
              "pruning ignores which ids are the same", "explore.IdPairs", "match", new Answers(1)),
          PlantedBug.inVerifier(
              "pruning ignores nullness",
              "explore.StateComparison",
              "pointer",
              new CallAnswers("nullable", 0)),
          PlantedBug.inVerifier(
              "no number ever matters when states are compared",
              "state.Scalar",
              "mark",
              new GivesBack(0)),
          PlantedBug.inVerifier(
              "that a slot was read is not remembered",
              "explore.Checkpoint",
              "markRead",
              new Answers(0)),
          PlantedBug.inVerifier(
              "linked numbers are refined without their distance",
              "explore.Branching",
              "moved",
              new GivesBack(1)),
          PlantedBug.inVerifier(
              "a partial store leaves the spilled number as it was",
              "explore.StackAccess",
              "write",
              new CallAnswers("replaceSlot", 0)),
          PlantedBug.inVerifier(
              "moving 32 bits keeps the upper half",
              "explore.Arithmetic",
              "truncated",
              new GivesBack(3)),
          PlantedBug.inVerifier(
              "a difference is bounded like a sum",
              "domain.Transfer",
              "sub",
              new Operator(Opcode.LSUB, Opcode.LADD, 2)),
          PlantedBug.inVerifier(
              "the largest offset is not looked at",
              "explore.Bounds",
              "check",
              new CallsOther("umax", "umin", 1)),
          PlantedBug.inVerifier(
              "a check for null counts for every pointer",
              "explore.Nullness",
              "lambda$learn$0",
              new AlwaysBranches(1)),
          PlantedBug.inVerifier(
              "any lock may be unlocked", "explore.Sections", "isToken", new Answers(1)),
          PlantedBug.inVerifier(
              "nothing is leaked", "explore.Boundaries", "check", new DoesNothing()),
          PlantedBug.inVerifier(
              "a comparison with the packet's end teaches a byte too much",
              "explore.Packets",
              "learn",
              new Constant(0, 1, 0)),
          PlantedBug.inVerifier(
              "released objects live on where they were spilled",
              "state.State",
              "mapValues",
              new CallAnswers("slotCount", 0)));

  @TestFactory
  Stream<DynamicTest> isFound() {
    return BUGS.stream().map(bug -> DynamicTest.dynamicTest(bug.what(), () -> find(bug)));
  }

  private static void find(PlantedBug bug) throws Exception {
    long start = System.nanoTime();
    var type = new PlantedLoader(bug).loadClass(Hunt.class.getName());
    var found = String.valueOf(((Callable<?>) type.getConstructor().newInstance()).call());
    IO.println("%6.1f s  %s: %s".formatted((System.nanoTime() - start) / 1e9, bug, found));
    assertThat(found).as("what runs say of the bug").isNotEmpty();
  }
}
