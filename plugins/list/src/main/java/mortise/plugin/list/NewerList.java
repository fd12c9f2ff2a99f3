package mortise.plugin.list;

import mortise.plugin.ownership.api.Ownership;
import mortise.plugin.ownership.api.OwnershipRules;
import mortise.plugin.ownership.linux.Graph;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.FunctionBuilder;
import mortise.spi.Movement;
import mortise.spi.Movement.Place;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.StandardRules;
import mortise.spi.Target;
import mortise.spi.runtime.Implementation;

/// The functions on lists that came with 7.x: in the middle of a list, and questions.
record NewerList(Graph list) {
  void declare(Declarations in) {
    add(in);
    delete(in);
    ask(in, "bpf_list_is_first", IntrusiveList::isFirst, "first");
    ask(in, "bpf_list_is_last", IntrusiveList::isLast, "last");
    var f = list.function(in, "bpf_list_empty");
    list.container(f, "head");
    f.returns(Result.scalar(0, 1))
        .prototype("bool bpf_list_empty(struct bpf_list_head *head)")
        .documentation("Whether nothing is on the list.")
        .runs(IntrusiveList::isEmpty);
  }

  private void add(Declarations in) {
    var f = list.function(in, "bpf_list_add");
    var head = list.container(f, "head");
    var node = list.owned(f, "node", head);
    var previous = linked(f, "previous", head);
    list.gives(f, node, head, Movement.into(node, head, Place.AFTER, previous));
    f.prototype(
            "int bpf_list_add(struct bpf_list_head *head, struct bpf_list_node *node, struct"
                + " bpf_list_node *previous)")
        .documentation("Gives the object to the list, behind another one.")
        .runs(IntrusiveList::addBehind);
  }

  private void delete(Declarations in) {
    var f = list.function(in, "bpf_list_del");
    var head = list.container(f, "head");
    linked(f, "node", head);
    list.takes(f, head, Place.SOMEWHERE);
    f.prototype(
            "struct bpf_list_node *bpf_list_del(struct bpf_list_head *head, struct bpf_list_node"
                + " *node)")
        .documentation("Takes the object off the list: owned, or NULL if it is not on it.")
        .runs(IntrusiveList::delete);
  }

  private void ask(Declarations in, String name, Implementation runtime, String end) {
    var f = list.function(in, name);
    linked(f, "node", list.container(f, "head"));
    f.returns(Result.scalar(0, 1))
        .prototype(
            "bool %s(struct bpf_list_head *head, struct bpf_list_node *node)".formatted(name))
        .documentation("Whether the object is the " + end + " on the list.")
        .runs(runtime);
  }

  /// A node that may be borrowed: whether it is on this very list is asked at run time.
  ///
  /// Source: linux parameters `__nonown_allowed` (7.2).
  private Parameter linked(FunctionBuilder f, String name, Parameter head) {
    var node = f.pointer(name);
    var borrowed =
        Condition.all(node.pointsTo(Target.OBJECT.anyhow()), node.has(Ownership.BORROWED));
    f.requires(OwnershipRules.EXPECTS_OBJECT, Condition.any(borrowed, node.pointsTo(Target.OBJECT)))
        .requires(StandardRules.NOT_REFERENCED, Condition.any(borrowed, node.isReferenced()));
    list.place(f, node, head);
    return node;
  }
}
