package mortise.plugin.rbtree;

import static mortise.plugin.rbtree.ProposalRbtreeRules.RULES;

import java.util.List;
import mortise.plugin.ownership.proposal.Collection;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Owners;
import mortise.plugin.ownership.proposal.Pointers;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Result;
import mortise.spi.SectionKind;

/// Red-black trees (§4): the same links, locks and transfer as lists.
public final class ProposalRbtree implements HelperFamily {
  private static final FieldKind NODE =
      FieldKind.struct("bpf_rb_node", 24, 8)
          .places(FieldKind.Place.OBJECT)
          .sortOf(Facts.NODE)
          .build();

  private static final FieldKind ROOT =
      FieldKind.struct("bpf_rb_root", 16, 8)
          .inArrays()
          .tagged("struct:{struct}:{member}")
          .holds(NODE)
          .sortOf(Facts.CONTAINER)
          .guardedBy(Facts.LOCK)
          .build();

  private static final Collection TREE = new Collection(RULES, ROOT, NODE);

  /// Two objects are being compared; nothing may be called.
  static final SectionKind COMPARISON =
      new SectionKind(
          "comparison",
          42,
          ProposalRbtreeRules.COMPARING,
          ProposalRbtreeRules.COMPARING,
          ProposalRbtreeRules.COMPARING,
          true);

  @Override
  public FamilyInfo info() {
    return Facts.family("rbtree");
  }

  @Override
  public void declare(Declarations in) {
    TREE.declare(in);
    TREE.constructors(in, "bpf_rb_root_init", "bpf_rb_node_init");
    TREE.destructors(in, "bpf_rb_root_fini", "bpf_rb_node_fini");
    add(in);
    TREE.remove(in, "bpf_rbtree_remove");
    TREE.peek(in, "bpf_rbtree_first");
    TREE.peek(in, "bpf_rbtree_root");
    TREE.step(in, "bpf_rbtree_left");
    TREE.step(in, "bpf_rbtree_right");
    TREE.forEach(in, "bpf_rbtree_for_each");
    new Owners(TREE).declare(in, "bpf_rbtree");
  }

  private static void add(Declarations in) {
    var f = TREE.function(in, "bpf_rbtree_add");
    var node = TREE.node(f, "node");
    var root = TREE.container(f, "root");
    var less = f.subprogram("less");
    TREE.requireAddable(f, node, root);
    var compared = new Invocation.Element(root, true, List.of(Pointers.BORROWED));
    f.invokes(
            less,
            Invocation.of(Repetition.ANY, compared, compared).returning(0, 1).within(COMPARISON))
        .effects(TREE.addEffects(in, node, root))
        .returns(Result.scalar(0, 0))
        .prototype(
            "int bpf_rbtree_add(struct bpf_rb_node *node, struct bpf_rb_root *root, void *less)")
        .documentation("Adds an object in the order that `less` says.");
  }
}
