package mortise.plugin.list;

import mortise.plugin.lock.api.Locks;
import mortise.plugin.ownership.api.Ownership;
import mortise.plugin.ownership.api.OwnershipRules;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Movement;
import mortise.spi.Movement.Place;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Shape;
import mortise.spi.StandardRules;
import mortise.spi.Subject;
import mortise.spi.Target;
import mortise.spi.Transform;
import mortise.spi.runtime.Implementation;

/// Intrusive doubly linked lists as mainline has them: adding gives the object away and leaves a
/// borrowed pointer, which ends with the lock section.
///
/// Source: linux `bpf_list_push_front_impl` and its siblings (6.18).
public final class ListFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("list", "linux", "1.0.0", "[0.1,0.2)");
  private static final String[] CALLERS = {
    "tracing", "tc", "xdp", "struct_ops", "syscall", "cgroup_skb"
  };

  // A node that is on a list already: what was given for it is dropped.
  private static final Movement.Refusal REFUSED =
      new Movement.Refusal(-IntrusiveList.EINVAL, -IntrusiveList.EINVAL, true);

  static final FieldKind NODE =
      FieldKind.struct("bpf_list_node", 24, 8)
          .places(FieldKind.Place.OBJECT)
          .shaped(
              new Shape.RingNode(IntrusiveList.NEXT, IntrusiveList.PREVIOUS, IntrusiveList.OWNER))
          .build();

  static final FieldKind HEAD =
      FieldKind.struct("bpf_list_head", 16, 8)
          .inArrays()
          .mapKinds("array", "hash", "lru_hash")
          .tagged("contains:{struct}:{member}")
          .holds(NODE)
          .guardedBy(Locks.SPIN_LOCK)
          .lifecycle(new HeadLifecycle())
          .shaped(new Shape.Ring(IntrusiveList.NEXT, IntrusiveList.PREVIOUS))
          .build();

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.field(NODE);
    in.field(HEAD);
    in.forbid(HEAD, ListRules.TRACING, "kprobe", "tracepoint", "perf_event", "raw_tracepoint");
    in.limitOwnership(1, StandardRules.OWNERSHIP);
    in.ending(Locks.HELD, Ownership.BORROWED, Transform.toScalar());
    add(in, "bpf_list_push_front_impl", Place.FIRST, IntrusiveList::pushFront);
    add(in, "bpf_list_push_back_impl", Place.LAST, IntrusiveList::pushBack);
    take(in, "bpf_list_pop_front", Place.FIRST, IntrusiveList::popFront);
    take(in, "bpf_list_pop_back", Place.LAST, IntrusiveList::popBack);
    look(in, "bpf_list_front", Place.FIRST, IntrusiveList::front);
    look(in, "bpf_list_back", Place.LAST, IntrusiveList::back);
    in.header(
        """
        /* family list */
        struct bpf_list_head { __u64 opaque[2]; } __attribute__((aligned(8)));
        struct bpf_list_node { __u64 opaque[3]; } __attribute__((aligned(8)));
        #define __contains(name, node) \\
          __attribute__((btf_decl_tag("contains:" #name ":" #node)))
        #define bpf_list_push_front(head, node) \\
          bpf_list_push_front_impl(head, node, (void *)0, 0)
        #define bpf_list_push_back(head, node) bpf_list_push_back_impl(head, node, (void *)0, 0)
        """);
  }

  private static FunctionBuilder function(Declarations in, String name, String prototype) {
    return in.function(name)
        .prototype(prototype.formatted(name))
        .callableFrom(CALLERS)
        .allowedIn(Locks.HELD);
  }

  private static void add(Declarations in, String name, Place place, Implementation runtime) {
    var function =
        function(
                in,
                name,
                "int %s(struct bpf_list_head *head, struct bpf_list_node *node, void *meta,"
                    + " __u64 off)")
            .documentation("Gives the object to the list; the pointer borrows until unlock.");
    var head = head(function);
    var node = function.pointer("node");
    function
        .requires(OwnershipRules.EXPECTS_OBJECT, node.pointsTo(Target.OBJECT))
        .requires(StandardRules.NOT_REFERENCED, node.isReferenced())
        .requires(ListRules.NODE_OFFSET, node.hasConstantOffset())
        .requires(ListRules.NODE_NOT_FOUND, node.isField(NODE))
        .requires(ListRules.WRONG_TYPE, head.holdsTypeOf(node))
        .requires(ListRules.WRONG_MEMBER, head.holdsMemberOf(node));
    function.ignored("meta");
    function.scalar("off");
    function
        .announces(Ownership.LINKING, node, head)
        .effects(Effect.giveAway(node, Ownership.BORROWED))
        .moves(Movement.into(node, head, place).refusedWith(REFUSED))
        .returns(Result.scalar())
        .runs(runtime);
  }

  private static void take(Declarations in, String name, Place place, Implementation runtime) {
    var function =
        function(in, name, "struct bpf_list_node *%s(struct bpf_list_head *head)")
            .documentation("Takes an object off the list: owned, or NULL if the list is empty.");
    var head = head(function);
    function
        .announces(Ownership.TAKING, head)
        .moves(Movement.outOf(Subject.result(), head, place))
        .returns(Result.elementOf(head).acquired().orNull())
        .runs(runtime);
  }

  private static void look(Declarations in, String name, Place place, Implementation runtime) {
    var function =
        function(in, name, "struct bpf_list_node *%s(struct bpf_list_head *head)")
            .documentation("An object on the list, borrowed until unlock, or NULL if it is empty.");
    var head = head(function);
    function
        .moves(Movement.in(Subject.result(), head, place))
        .returns(Result.elementOf(head).orNull().qualified(Ownership.BORROWED))
        .runs(runtime);
  }

  private static Parameter head(FunctionBuilder function) {
    var head = function.pointer("head");
    function
        .requires(ListRules.EXPECTS_HEAD, head.pointsTo(Target.MAP_VALUE, Target.OBJECT))
        .requires(
            StandardRules.NOT_REFERENCED,
            Condition.implies(head.pointsTo(Target.OBJECT), head.isReferenced()))
        .requires(ListRules.HEAD_OFFSET, head.hasConstantOffset())
        .requires(ListRules.HEAD_NOT_FOUND, head.isField(HEAD))
        .requires(
            ListRules.OTHER_LOCK_HELD,
            Condition.implies(Condition.inside(Locks.HELD), head.isGuarded()))
        .requires(ListRules.LOCK_NOT_HELD, head.isGuarded());
    return head;
  }
}
