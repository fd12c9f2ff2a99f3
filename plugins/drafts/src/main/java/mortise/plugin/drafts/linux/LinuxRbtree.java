package mortise.plugin.drafts.linux;

import static mortise.plugin.drafts.linux.LinuxRbtreeRules.GRAPH;
import static mortise.plugin.drafts.linux.LinuxRbtreeRules.IN_CALLBACK;
import static mortise.plugin.drafts.linux.LinuxRbtreeRules.NOT_A_REFERENCE;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.inCallbackOf;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Subject;

/// Red-black trees (section 4).
final class LinuxRbtree implements HelperFamily {
  static final FieldKind NODE =
      FieldKind.struct("bpf_rb_node", 32, 8).places(FieldKind.Place.OBJECT).build();

  static final FieldKind ROOT =
      FieldKind.struct("bpf_rb_root", 16, 8)
          .inArrays()
          .mapKinds("hash", "lru_hash", "array")
          .tagged("contains:{struct}:{member}")
          .holds(NODE)
          .guardedBy(LinuxLock.LOCK, LinuxLock.RES_LOCK)
          .build();

  @Override
  public FamilyInfo info() {
    return Kernel.family("rbtree");
  }

  /// The call is made by the comparison of an add.
  static Condition inLess() {
    return inCallbackOf("bpf_rbtree_add_impl", "bpf_rbtree_add");
  }

  @Override
  public void declare(Declarations in) {
    in.field(NODE);
    in.field(ROOT);
    in.alsoQualified(NODE, Pointers.RCU, Pointers.NON_OWNING);
    add(in, "bpf_rbtree_add_impl", true);
    if (Kernel.is7(in)) {
      add(in, "bpf_rbtree_add", false);
    }
    remove(in);
    peek(in, "bpf_rbtree_first");
    peek(in, "bpf_rbtree_root");
    step(in, "bpf_rbtree_left");
    step(in, "bpf_rbtree_right");
  }

  private static void add(Declarations in, String name, boolean hidden) {
    var f = function(in, name);
    var root = GRAPH.container(f, "root", ROOT);
    var node = GRAPH.ownedNode(f, "node", NODE, root);
    var less = f.subprogram("less");
    var arguments =
        "struct bpf_rb_root *root, struct bpf_rb_node *node, bool (less)(struct bpf_rb_node *a,"
            + " const struct bpf_rb_node *b)";
    if (hidden) {
      f.ignored("meta");
      f.scalar("off");
      arguments += ", void *meta, __u64 off";
    }
    var element = new Invocation.Element(root, false, List.of(Pointers.NON_OWNING));
    f.announces(Events.LINKING, node, root)
        .invokes(less, Invocation.of(Invocation.Repetition.ANY, element, element).returning(0, 1))
        .effects(Effect.giveAway(node, Pointers.NON_OWNING))
        .returns(Result.scalar())
        .prototype("int %s(%s)".formatted(name, arguments))
        .documentation("Adds an object that the program owns, in the order that `less` says.");
  }

  private static void remove(Declarations in) {
    var f = function(in, "bpf_rbtree_remove");
    var root = GRAPH.container(f, "root", ROOT);
    node(f, root);
    f.returns(Result.elementOf(root).acquired().orNull())
        .announces(Events.UNLINKED, Subject.result(), root)
        .prototype(
            "struct bpf_rb_node *bpf_rbtree_remove(struct bpf_rb_root *root, struct bpf_rb_node"
                + " *node)")
        .documentation("Takes the object out of the tree; null if it is not in it.");
  }

  private static void peek(Declarations in, String name) {
    var f = function(in, name);
    var root = GRAPH.container(f, "root", ROOT);
    f.returns(Result.elementOf(root).orNull().qualified(Pointers.NON_OWNING))
        .prototype("struct bpf_rb_node *%s(struct bpf_rb_root *root)".formatted(name))
        .documentation("The least object, or the one on top; usable until unlock.");
  }

  private static void step(Declarations in, String name) {
    var f = function(in, name);
    var root = GRAPH.container(f, "root", ROOT);
    node(f, root);
    f.returns(Result.elementOf(root).orNull().qualified(Pointers.NON_OWNING))
        .prototype(
            "struct bpf_rb_node *%s(struct bpf_rb_root *root, struct bpf_rb_node *node)"
                .formatted(name))
        .documentation("The child on that side; null if there is none or it is no node of it.");
  }

  /// A node thought to be in the tree.
  private static Parameter node(FunctionBuilder f, Parameter root) {
    var node = f.pointer("node");
    f.requires(NOT_A_REFERENCE, any(node.pointsTo(Pointers.NON_OWNING_OBJECT), node.isReferenced()))
        .requires(IN_CALLBACK, not(inLess()));
    GRAPH.place(f, node, NODE, root);
    return node;
  }

  private static FunctionBuilder function(Declarations in, String name) {
    return in.function(name).callableFrom(Kernel.objectPrograms()).allowedIn(LinuxLock.sections());
  }
}
