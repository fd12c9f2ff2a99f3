package mortise.plugin.rbtree;

import static mortise.plugin.rbtree.ProposalRbtreeRules.RULES;

import java.util.List;
import mortise.plugin.ownership.proposal.Collection;
import mortise.plugin.ownership.proposal.ContainerRuntime;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Owners;
import mortise.plugin.ownership.proposal.Pointers;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Movement;
import mortise.spi.Movement.Place;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.Shape;
import mortise.spi.runtime.Call;

/// Red-black trees (§4): the same links, locks and transfer as lists.
public final class ProposalRbtree implements HelperFamily {
  private static final IntrusiveTree STRUCTURE = new IntrusiveTree();
  private static final ContainerRuntime RUNTIME = new ContainerRuntime(STRUCTURE);

  private static final FieldKind NODE =
      FieldKind.struct("bpf_rb_node", 24, 8)
          .places(FieldKind.Place.OBJECT)
          .sortOf(Facts.NODE)
          .shaped(
              new Shape.TreeNode(
                  IntrusiveTree.LEFT, IntrusiveTree.RIGHT, IntrusiveTree.PARENT, Shape.ABSENT))
          .build();

  private static final FieldKind ROOT =
      FieldKind.struct("bpf_rb_root", 16, 8)
          .inArrays()
          .tagged("struct:{struct}:{member}")
          .holds(NODE)
          .sortOf(Facts.CONTAINER)
          .guardedBy(Facts.LOCK)
          .lifecycle(RUNTIME)
          .shaped(new Shape.Tree(IntrusiveTree.ROOT))
          .build();

  private static final Collection TREE = new Collection(RULES, ROOT, NODE, RUNTIME);

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
    TREE.peek(in, "bpf_rbtree_first", Place.FIRST);
    TREE.peek(in, "bpf_rbtree_root", Place.SOMEWHERE, ProposalRbtree::root);
    TREE.step(in, "bpf_rbtree_left", call -> child(call, IntrusiveTree.LEFT));
    TREE.step(in, "bpf_rbtree_right", call -> child(call, IntrusiveTree.RIGHT));
    TREE.forEach(in, "bpf_rbtree_for_each");
    new Owners(TREE).declare(in, "bpf_rbtree");
  }

  private static void add(Declarations in) {
    var f = TREE.function(in, "bpf_rbtree_add");
    var node = f.pointer("node");
    var root = TREE.container(f, "root");
    var less = f.subprogram("less");
    TREE.requireAddable(f, node, root);
    var compared = new Invocation.Element(root, true, List.of(Pointers.BORROWED));
    f.invokes(
            less,
            Invocation.of(Repetition.ANY, compared, compared).returning(0, 1).within(COMPARISON))
        .effects(TREE.addEffects(in, node, root))
        .returns(Result.scalar(0, 0))
        .moves(Movement.into(node, root, Place.SOMEWHERE))
        .runs(ProposalRbtree::add)
        .prototype(
            "int bpf_rbtree_add(struct bpf_rb_node *node, struct bpf_rb_root *root, void *less)")
        .documentation("Adds an object in the order that `less` says.");
  }

  private static long add(Call call) {
    var machine = call.machine();
    long node = call.argument(0);
    long root = call.argument(1);
    long less = call.argument(2);
    long object = ContainerRuntime.object(machine, node);
    var spot =
        STRUCTURE.find(
            machine,
            root,
            node,
            (fresh, other) ->
                call.invoke(less, object, ContainerRuntime.object(machine, other)) != 0);
    RUNTIME.add(machine, node, root, () -> STRUCTURE.link(machine, root, node, spot));
    return 0;
  }

  private static long root(Call call) {
    var machine = call.machine();
    return ContainerRuntime.object(machine, STRUCTURE.root(machine, call.argument(0)));
  }

  private static long child(Call call, int side) {
    var machine = call.machine();
    return ContainerRuntime.object(machine, machine.load(call.argument(0) + side));
  }
}
