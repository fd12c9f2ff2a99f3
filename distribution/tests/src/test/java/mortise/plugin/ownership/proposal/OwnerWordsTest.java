package mortise.plugin.ownership.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import mortise.spi.FieldKind;
import mortise.spi.TypeView.SpecialField;
import mortise.tests.FakeMachine;
import org.junit.jupiter.api.Test;

/// A node's owner field says which container it is in, or who claimed it.
class OwnerWordsTest {
  private static final int NODE_AT = 8;
  private static final int OTHER_AT = 24;
  private static final FieldKind NODE = FieldKind.struct("node", 16, 8).sortOf(Facts.NODE).build();
  private static final FieldKind OWNER =
      FieldKind.struct("owner", 8, 8).sortOf(Facts.OWNER).build();
  private static final FieldKind COUNT =
      FieldKind.struct("count", 4, 4).sortOf(Facts.COUNT).lifecycle(new Counts()).build();

  private final FakeMachine machine = new FakeMachine();
  private final long head = machine.allocate(16, "head");
  private final long object = machine.allocate(type(true));
  private final long node = object + NODE_AT;

  private static FakeMachine.Type type(boolean shared) {
    var owner = new SpecialField(OWNER, 40, Optional.empty(), NODE_AT);
    var other = new SpecialField(OWNER, 48, Optional.empty(), OTHER_AT);
    var nodes =
        List.of(
            new SpecialField(NODE, NODE_AT, Optional.empty(), 0),
            new SpecialField(NODE, OTHER_AT, Optional.empty(), 0),
            owner,
            other);
    return shared
        ? new FakeMachine.Type(
            "shared",
            64,
            java.util.stream.Stream.concat(
                    nodes.stream(),
                    java.util.stream.Stream.of(new SpecialField(COUNT, 56, Optional.empty(), 0)))
                .toList())
        : new FakeMachine.Type("single", 64, nodes);
  }

  private long owns() {
    return OwnerWords.ownsNode(machine.call(node, head));
  }

  private long claim() {
    return OwnerWords.claim(machine.call(node));
  }

  @Test
  void followsTheNodeInAndOut() {
    assertThat(owns()).isZero();
    OwnerWords.linked(machine, node, head);
    assertThat(owns()).isEqualTo(1);
    assertThat(OwnerWords.isNull(machine.call(node))).isZero();
    assertThat(OwnerWords.ownsNode(machine.call(object + OTHER_AT, head)))
        .as("the other node has a word of its own")
        .isZero();
    OwnerWords.unlinked(machine, node, head);
    assertThat(owns()).isZero();
    assertThat(OwnerWords.isNull(machine.call(node))).isEqualTo(1);
  }

  @Test
  void onlyANodeOnNoContainerCanBeClaimedAndOnlyOnce() {
    OwnerWords.linked(machine, node, head);
    assertThat(claim()).isZero();
    OwnerWords.unlinked(machine, node, head);
    assertThat(claim()).isEqualTo(1);
    assertThat(claim()).isZero();
    assertThat(owns()).isZero();
    OwnerWords.unclaim(machine.call(node));
    assertThat(claim()).isEqualTo(1);
  }

  @Test
  void whoTakesASharedNodeOutHasItClaimedUntilAReferenceGoes() {
    OwnerWords.linked(machine, node, head);
    OwnerWords.unlinkedAndClaimed(machine, node, head);
    machine.run = 2;
    assertThat(claim()).as("another run took it out").isZero();
    OwnerWords.releasing(machine, object);
    assertThat(claim()).as("a claim of another run").isZero();
    machine.run = 1;
    OwnerWords.releasing(machine, object);
    assertThat(claim()).isEqualTo(1);
    OwnerWords.releasing(machine, object);
    assertThat(claim()).as("what was asked for is not given back so").isZero();
  }

  @Test
  void aNodeWithOneOwnerIsNobodyElses() {
    long single = machine.allocate(type(false)) + NODE_AT;
    OwnerWords.linked(machine, single, head);
    OwnerWords.unlinkedAndClaimed(machine, single, head);
    assertThat(OwnerWords.isNull(machine.call(single))).isEqualTo(1);
  }

  @Test
  void theLastReferenceVoidsClaims() {
    assertThat(claim()).isEqualTo(1);
    OwnerWords.last(machine, object);
    assertThat(OwnerWords.isNull(machine.call(node))).isEqualTo(1);
  }
}
