package mortise.plugin.rbtree;

import java.util.List;
import mortise.plugin.lock.api.Locks;
import mortise.plugin.ownership.api.Mainline;
import mortise.plugin.ownership.api.Ownership;
import mortise.plugin.ownership.linux.Graph;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Movement;
import mortise.spi.Movement.Place;
import mortise.spi.Parameter;
import mortise.spi.Shape;
import mortise.spi.Target;
import mortise.spi.runtime.Implementation;

/// Red-black trees as mainline has them: an order that the program says, walks from the root, and
/// removal of any node, which fails if the node is not there.
///
/// Source: linux `bpf_rbtree_add_impl` and its siblings (6.18).
public final class LinuxRbtree implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("rbtree", "linux", "1.0.0", "[0.1,0.2)");

  /// What calls `less` back.
  private static final String[] ADDS = {"bpf_rbtree_add_impl", "bpf_rbtree_add"};

  static final FieldKind NODE =
      FieldKind.struct("bpf_rb_node", 32, 8)
          .places(FieldKind.Place.OBJECT)
          .sortOf(Graph.TREE_NODE, Ownership.NODE)
          .shaped(
              new Shape.TreeNode(
                  IntrusiveTree.LEFT, IntrusiveTree.RIGHT, IntrusiveTree.PARENT, OwnedTree.OWNER))
          .build();

  static final FieldKind ROOT =
      FieldKind.struct("bpf_rb_root", 16, 8)
          .inArrays()
          .mapKinds("array", "hash", "lru_hash")
          .tagged("contains:{struct}:{member}")
          .holds(NODE)
          .guardedBy(Locks.SPIN_LOCK, Locks.ANY)
          .lifecycle(new RootLifecycle())
          .shaped(new Shape.Tree(IntrusiveTree.ROOT))
          .build();

  private static final Graph TREE = new Graph(LinuxRbtreeRules.GRAPH, ROOT, NODE, Locks.sections());

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    TREE.declare(in);
    add(in, "bpf_rbtree_add_impl", true);
    if (Mainline.is7(in)) {
      add(in, "bpf_rbtree_add", false);
    }
    remove(in);
    look(in, "bpf_rbtree_first", Place.FIRST, OwnedTree::first);
    look(in, "bpf_rbtree_root", Place.SOMEWHERE, OwnedTree::root);
    step(in, "bpf_rbtree_left", OwnedTree::left);
    step(in, "bpf_rbtree_right", OwnedTree::right);
    in.header(
        """
        /* family rbtree */
        struct bpf_rb_root { __u64 opaque[2]; } __attribute__((aligned(8)));
        struct bpf_rb_node { __u64 opaque[4]; } __attribute__((aligned(8)));
        #ifndef __contains
        #define __contains(name, node) \\
          __attribute__((btf_decl_tag("contains:" #name ":" #node)))
        #endif
        """);
    if (!Mainline.is7(in)) {
      in.header(
          """
          #define bpf_rbtree_add(root, node, less) \\
            bpf_rbtree_add_impl(root, node, less, (void *)0, 0)
          """);
    }
  }

  /// @param hidden whether programs pass the two arguments that only the kernel needs
  private static void add(Declarations in, String name, boolean hidden) {
    var f = TREE.function(in, name);
    var root = TREE.container(f, "root");
    var node = TREE.owned(f, "node", root);
    var less = f.subprogram("less");
    var prototype =
        "int %s(struct bpf_rb_root *root, struct bpf_rb_node *node,".formatted(name)
            + " _Bool (less)(struct bpf_rb_node *a, const struct bpf_rb_node *b)";
    if (hidden) {
      f.ignored("meta");
      f.scalar("off");
      prototype += ", void *meta, __u64 off";
    }
    var compared = new Invocation.Element(root, false, List.of(Ownership.BORROWED));
    f.invokes(less, Invocation.of(Repetition.ANY, compared, compared).returning(0, 1));
    TREE.gives(f, node, root, Movement.into(node, root, Place.SOMEWHERE));
    f.prototype(prototype + ")")
        .documentation(
            "Gives the object to the tree, in the order that `less` says; the pointer borrows"
                + " until unlock.")
        .runs(OwnedTree::add);
  }

  private static void remove(Declarations in) {
    var f = TREE.function(in, "bpf_rbtree_remove");
    var root = TREE.container(f, "root");
    linked(in, f, root);
    TREE.takes(f, root, Place.SOMEWHERE);
    f.prototype(
            "struct bpf_rb_node *bpf_rbtree_remove(struct bpf_rb_root *root, struct bpf_rb_node"
                + " *node)")
        .documentation("Takes the object out of the tree: owned, or NULL if it is not in it.")
        .runs(OwnedTree::remove);
  }

  private static void look(Declarations in, String name, Place place, Implementation runtime) {
    var f = TREE.function(in, name);
    TREE.looks(f, TREE.container(f, "root"), place);
    f.prototype("struct bpf_rb_node *%s(struct bpf_rb_root *root)".formatted(name))
        .documentation(
            "The least object (first), or the one on top (root), borrowed until unlock; NULL if"
                + " the tree is empty.")
        .runs(runtime);
  }

  private static void step(Declarations in, String name, Implementation runtime) {
    var f = TREE.function(in, name);
    var root = TREE.container(f, "root");
    linked(in, f, root);
    TREE.looks(f, root, Place.SOMEWHERE);
    f.prototype(
            "struct bpf_rb_node *%s(struct bpf_rb_root *root, struct bpf_rb_node *node)"
                .formatted(name))
        .documentation(
            "The object below on that side, borrowed until unlock; NULL if there is none, or if"
                + " the node is not in this tree.")
        .runs(runtime);
  }

  /// A node that may be in the tree.
  private static void linked(Declarations in, FunctionBuilder f, Parameter root) {
    var node = f.pointer("node");
    f.requires(
            LinuxRbtreeRules.NOT_A_REFERENCE,
            Condition.any(
                Condition.all(node.pointsTo(Target.OBJECT.anyhow()), node.has(Ownership.BORROWED)),
                node.isReferenced()))
        .requires(
            LinuxRbtreeRules.IN_COMPARISON, Condition.not(Condition.directlyInCallbackOf(ADDS)));
    if (Mainline.closesHoles(in)) {
      f.requires(LinuxRbtreeRules.BELOW_COMPARISON, Condition.not(Condition.inCallbackOf(ADDS)));
    }
    TREE.place(f, node, root);
  }
}
