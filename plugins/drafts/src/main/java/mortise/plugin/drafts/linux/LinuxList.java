package mortise.plugin.drafts.linux;

import static mortise.plugin.drafts.linux.LinuxListRules.GRAPH;
import static mortise.spi.Condition.any;

import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Subject;
import mortise.spi.Target;

/// Intrusive doubly linked lists (section 3).
final class LinuxList implements HelperFamily {
  static final FieldKind NODE =
      FieldKind.struct("bpf_list_node", 24, 8).places(FieldKind.Place.OBJECT).build();

  static final FieldKind HEAD =
      FieldKind.struct("bpf_list_head", 16, 8)
          .inArrays()
          .mapKinds("hash", "lru_hash", "array")
          .tagged("contains:{struct}:{member}")
          .holds(NODE)
          .guardedBy(LinuxLock.LOCK, LinuxLock.RES_LOCK)
          .build();

  @Override
  public FamilyInfo info() {
    return Kernel.family("list");
  }

  @Override
  public void declare(Declarations in) {
    in.field(NODE);
    in.field(HEAD);
    in.alsoQualified(NODE, Pointers.RCU, Pointers.NON_OWNING);
    push(in, "bpf_list_push_front_impl", true);
    push(in, "bpf_list_push_back_impl", true);
    pop(in, "bpf_list_pop_front");
    pop(in, "bpf_list_pop_back");
    peek(in, "bpf_list_front");
    peek(in, "bpf_list_back");
    if (Kernel.is7(in)) {
      push(in, "bpf_list_push_front", false);
      push(in, "bpf_list_push_back", false);
      add(in);
      del(in);
      ask(in, "bpf_list_is_first");
      ask(in, "bpf_list_is_last");
      empty(in);
    }
  }

  private static void push(Declarations in, String name, boolean hidden) {
    var f = function(in, name);
    var head = GRAPH.container(f, "head", HEAD);
    var node = GRAPH.ownedNode(f, "node", NODE, head);
    var arguments = "struct bpf_list_head *head, struct bpf_list_node *node";
    if (hidden) {
      f.ignored("meta");
      f.scalar("off");
      arguments += ", void *meta, __u64 off";
    }
    f.announces(Events.LINKING, node, head)
        .effects(Effect.giveAway(node, Pointers.NON_OWNING))
        .returns(Result.scalar())
        .prototype("int %s(%s)".formatted(name, arguments))
        .documentation(
            "Adds an object that the program owns; -EINVAL, and the reference gone, if the node is"
                + " linked already.");
  }

  private static void pop(Declarations in, String name) {
    var f = function(in, name);
    var head = GRAPH.container(f, "head", HEAD);
    f.returns(Result.elementOf(head).acquired().orNull())
        .announces(Events.UNLINKED, Subject.result(), head)
        .prototype("struct bpf_list_node *%s(struct bpf_list_head *head)".formatted(name))
        .documentation("Takes the object at one end off the list; the program owns it then.");
  }

  private static void peek(Declarations in, String name) {
    var f = function(in, name);
    var head = GRAPH.container(f, "head", HEAD);
    f.returns(Result.elementOf(head).orNull().qualified(Pointers.NON_OWNING))
        .prototype("struct bpf_list_node *%s(struct bpf_list_head *head)".formatted(name))
        .documentation("The object at one end, still on the list; usable until unlock.");
  }

  private static void add(Declarations in) {
    var f = function(in, "bpf_list_add");
    var head = GRAPH.container(f, "head", HEAD);
    var node = GRAPH.ownedNode(f, "node", NODE, head);
    linkedNode(f, "prev", head);
    f.announces(Events.LINKING, node, head)
        .effects(Effect.giveAway(node, Pointers.NON_OWNING))
        .returns(Result.scalar())
        .prototype(
            "int bpf_list_add(struct bpf_list_head *head, struct bpf_list_node *node, struct"
                + " bpf_list_node *prev)")
        .documentation("Adds an object behind another.");
  }

  private static void del(Declarations in) {
    var f = function(in, "bpf_list_del");
    var head = GRAPH.container(f, "head", HEAD);
    linkedNode(f, "node", head);
    f.returns(Result.elementOf(head).acquired().orNull())
        .announces(Events.UNLINKED, Subject.result(), head)
        .prototype(
            "struct bpf_list_node *bpf_list_del(struct bpf_list_head *head, struct bpf_list_node"
                + " *node)")
        .documentation("Takes the object off the list; null if it is not on it.");
  }

  private static void ask(Declarations in, String name) {
    var f = function(in, name);
    var head = GRAPH.container(f, "head", HEAD);
    linkedNode(f, "node", head);
    f.returns(Result.scalar(0, 1))
        .prototype(
            "bool %s(struct bpf_list_head *head, struct bpf_list_node *node)".formatted(name))
        .documentation("Whether the object is at that end of the list.");
  }

  private static void empty(Declarations in) {
    var f = function(in, "bpf_list_empty");
    GRAPH.container(f, "head", HEAD);
    f.returns(Result.scalar(0, 1))
        .prototype("bool bpf_list_empty(struct bpf_list_head *head)")
        .documentation("Whether nothing is on the list.");
  }

  /// A node that may also be non-owning (`__nonown_allowed`).
  private static Parameter linkedNode(FunctionBuilder f, String name, Parameter head) {
    var node = f.pointer(name);
    f.requires(GRAPH.notAnObject(), node.pointsTo(Target.OBJECT, Pointers.NON_OWNING_OBJECT))
        .requires(GRAPH.notReferenced(), any(node.has(Pointers.NON_OWNING), node.isReferenced()));
    GRAPH.place(f, node, NODE, head);
    return node;
  }

  private static FunctionBuilder function(Declarations in, String name) {
    return in.function(name).callableFrom(Kernel.objectPrograms()).allowedIn(LinuxLock.sections());
  }
}
