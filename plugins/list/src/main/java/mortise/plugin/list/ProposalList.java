package mortise.plugin.list;

import mortise.plugin.ownership.proposal.Collection;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Owners;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.Result;

/// Intrusive doubly linked lists (§4).
public final class ProposalList implements HelperFamily {
  private static final FieldKind NODE =
      FieldKind.struct("bpf_list_node", 16, 8)
          .places(FieldKind.Place.OBJECT)
          .sortOf(Facts.NODE)
          .build();

  private static final FieldKind HEAD =
      FieldKind.struct("bpf_list_head", 16, 8)
          .inArrays()
          .tagged("struct:{struct}:{member}")
          .holds(NODE)
          .sortOf(Facts.CONTAINER)
          .guardedBy(Facts.LOCK)
          .build();

  private static final Collection LIST = new Collection(ProposalListRules.RULES, HEAD, NODE);

  @Override
  public FamilyInfo info() {
    return Facts.family("list");
  }

  @Override
  public void declare(Declarations in) {
    LIST.declare(in);
    LIST.constructors(in, "bpf_list_head_init", "bpf_list_node_init");
    LIST.destructors(in, "bpf_list_head_fini", "bpf_list_node_fini");
    add(in, "bpf_list_add");
    add(in, "bpf_list_add_tail");
    LIST.remove(in, "bpf_list_remove");
    LIST.pop(in, "bpf_list_pop_front");
    LIST.pop(in, "bpf_list_pop_back");
    LIST.peek(in, "bpf_list_first");
    LIST.peek(in, "bpf_list_last");
    LIST.empty(in, "bpf_list_empty");
    LIST.forEach(in, "bpf_list_for_each");
    new Owners(LIST).declare(in, "bpf_list");
  }

  private static void add(Declarations in, String name) {
    var f = LIST.function(in, name);
    var node = f.pointer("node");
    var head = LIST.container(f, "head");
    LIST.requireAddable(f, node, head);
    f.effects(LIST.addEffects(in, node, head))
        .returns(Result.scalar(0, 0))
        .prototype("int %s(struct bpf_list_node *node, struct bpf_list_head *head)".formatted(name))
        .documentation("Adds an object; the list owns what the program owned.");
  }
}
