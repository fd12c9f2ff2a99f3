package mortise.plugin.list;

import mortise.plugin.lock.api.Locks;
import mortise.plugin.ownership.api.Mainline;
import mortise.plugin.ownership.api.Ownership;
import mortise.plugin.ownership.linux.Graph;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.Movement;
import mortise.spi.Movement.Place;
import mortise.spi.Shape;
import mortise.spi.runtime.Implementation;

/// Intrusive doubly linked lists as mainline has them: adding gives the object away and leaves a
/// borrowed pointer, which ends with the lock section.
///
/// Source: linux `bpf_list_push_front_impl` and its siblings (6.18).
public final class ListFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("list", "linux", "1.1.0", "[0.1,0.2)");

  static final FieldKind NODE =
      FieldKind.struct("bpf_list_node", 24, 8)
          .places(FieldKind.Place.OBJECT)
          .sortOf(Graph.LIST_NODE, Ownership.NODE)
          .shaped(
              new Shape.RingNode(IntrusiveList.NEXT, IntrusiveList.PREVIOUS, IntrusiveList.OWNER))
          .build();

  static final FieldKind HEAD =
      FieldKind.struct("bpf_list_head", 16, 8)
          .inArrays()
          .mapKinds("array", "hash", "lru_hash")
          .tagged("contains:{struct}:{member}")
          .holds(NODE)
          .guardedBy(Locks.SPIN_LOCK, Locks.ANY)
          .lifecycle(new HeadLifecycle())
          .shaped(new Shape.Ring(IntrusiveList.NEXT, IntrusiveList.PREVIOUS))
          .build();

  private static final Graph LIST = new Graph(ListRules.GRAPH, HEAD, NODE, Locks.sections());

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    LIST.declare(in);
    push(in, "bpf_list_push_front_impl", true, Place.FIRST, IntrusiveList::pushFront);
    push(in, "bpf_list_push_back_impl", true, Place.LAST, IntrusiveList::pushBack);
    take(in, "bpf_list_pop_front", Place.FIRST, IntrusiveList::popFront);
    take(in, "bpf_list_pop_back", Place.LAST, IntrusiveList::popBack);
    look(in, "bpf_list_front", Place.FIRST, IntrusiveList::front);
    look(in, "bpf_list_back", Place.LAST, IntrusiveList::back);
    if (Mainline.is7(in)) {
      push(in, "bpf_list_push_front", false, Place.FIRST, IntrusiveList::pushFront);
      push(in, "bpf_list_push_back", false, Place.LAST, IntrusiveList::pushBack);
      new NewerList(LIST).declare(in);
    }
    in.header(
        """
        /* family list */
        struct bpf_list_head { __u64 opaque[2]; } __attribute__((aligned(8)));
        struct bpf_list_node { __u64 opaque[3]; } __attribute__((aligned(8)));
        #define __contains(name, node) \\
          __attribute__((btf_decl_tag("contains:" #name ":" #node)))
        """);
    if (!Mainline.is7(in)) {
      in.header(
          """
          #define bpf_list_push_front(head, node) \\
            bpf_list_push_front_impl(head, node, (void *)0, 0)
          #define bpf_list_push_back(head, node) bpf_list_push_back_impl(head, node, (void *)0, 0)
          """);
    }
  }

  /// @param hidden whether programs pass the two arguments that only the kernel needs
  private static void push(
      Declarations in, String name, boolean hidden, Place place, Implementation runtime) {
    var f = LIST.function(in, name);
    var head = LIST.container(f, "head");
    var node = LIST.owned(f, "node", head);
    var prototype = "int %s(struct bpf_list_head *head, struct bpf_list_node *node".formatted(name);
    if (hidden) {
      f.ignored("meta");
      f.scalar("off");
      prototype += ", void *meta, __u64 off";
    }
    LIST.gives(f, node, head, Movement.into(node, head, place));
    f.prototype(prototype + ")")
        .documentation("Gives the object to the list; the pointer borrows until unlock.")
        .runs(runtime);
  }

  private static void take(Declarations in, String name, Place place, Implementation runtime) {
    var f = LIST.function(in, name);
    LIST.takes(f, LIST.container(f, "head"), place);
    f.prototype("struct bpf_list_node *%s(struct bpf_list_head *head)".formatted(name))
        .documentation("Takes an object off the list: owned, or NULL if the list is empty.")
        .runs(runtime);
  }

  private static void look(Declarations in, String name, Place place, Implementation runtime) {
    var f = LIST.function(in, name);
    LIST.looks(f, LIST.container(f, "head"), place);
    f.prototype("struct bpf_list_node *%s(struct bpf_list_head *head)".formatted(name))
        .documentation("An object on the list, borrowed until unlock, or NULL if it is empty.")
        .runs(runtime);
  }
}
