package mortise.plugin.list;

import mortise.plugin.ownership.proposal.Collection;
import mortise.plugin.ownership.proposal.ContainerRuntime;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Owners;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.Movement;
import mortise.spi.Movement.Place;
import mortise.spi.Result;
import mortise.spi.Shape;
import mortise.spi.runtime.Call;

/// Intrusive doubly linked lists (§4).
public final class ProposalList implements HelperFamily {
  private static final ContainerRuntime RUNTIME = new ContainerRuntime(new Ring());

  private static final FieldKind NODE =
      FieldKind.struct("bpf_list_node", 16, 8)
          .places(FieldKind.Place.OBJECT)
          .sortOf(Facts.NODE)
          .shaped(new Shape.RingNode(Ring.NEXT, Ring.PREVIOUS, Shape.ABSENT))
          .build();

  private static final FieldKind HEAD =
      FieldKind.struct("bpf_list_head", 16, 8)
          .inArrays()
          .tagged("struct:{struct}:{member}")
          .holds(NODE)
          .sortOf(Facts.CONTAINER)
          .guardedBy(Facts.LOCK)
          .lifecycle(RUNTIME)
          .shaped(new Shape.Ring(Ring.NEXT, Ring.PREVIOUS))
          .build();

  private static final Collection LIST =
      new Collection(ProposalListRules.RULES, HEAD, NODE, RUNTIME);

  @Override
  public FamilyInfo info() {
    return Facts.family("list");
  }

  @Override
  public void declare(Declarations in) {
    LIST.declare(in);
    LIST.constructors(in, "bpf_list_head_init", "bpf_list_node_init");
    LIST.destructors(in, "bpf_list_head_fini", "bpf_list_node_fini");
    add(in, "bpf_list_add", Place.FIRST);
    add(in, "bpf_list_add_tail", Place.LAST);
    LIST.remove(in, "bpf_list_remove");
    LIST.pop(in, "bpf_list_pop_front", Place.FIRST);
    LIST.pop(in, "bpf_list_pop_back", Place.LAST);
    LIST.peek(in, "bpf_list_first", Place.FIRST);
    LIST.peek(in, "bpf_list_last", Place.LAST);
    LIST.empty(in, "bpf_list_empty");
    LIST.forEach(in, "bpf_list_for_each");
    new Owners(LIST).declare(in, "bpf_list");
  }

  private static void add(Declarations in, String name, Place place) {
    var f = LIST.function(in, name);
    var node = f.pointer("node");
    var head = LIST.container(f, "head");
    LIST.requireAddable(f, node, head);
    f.effects(LIST.addEffects(in, node, head))
        .returns(Result.scalar(0, 0))
        .moves(Movement.into(node, head, place))
        .runs(call -> add(call, place == Place.FIRST))
        .prototype("int %s(struct bpf_list_node *node, struct bpf_list_head *head)".formatted(name))
        .documentation("Adds an object; the list owns what the program owned.");
  }

  private static long add(Call call, boolean front) {
    var machine = call.machine();
    long node = call.argument(0);
    long head = call.argument(1);
    RUNTIME.add(machine, node, head, () -> Ring.link(machine, head, node, front));
    return 0;
  }
}
