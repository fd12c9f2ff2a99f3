package mortise.plugin.drafts.linux;

import static mortise.spi.Condition.implies;

import mortise.spi.Category;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.Parameter;
import mortise.spi.Rule;
import mortise.spi.Target;

/// What lists and trees ask of a container and of a node, in the kernel's order, with the words of
/// the family at hand (sections 2.6, 3.2, 4.2).
record GraphRules(
    Rule notAHolder,
    Rule holderNotReferenced,
    Rule containerVariableOffset,
    Rule containerNotThere,
    Rule lockNotHeld,
    Rule notAnObject,
    Rule notReferenced,
    Rule nodeVariableOffset,
    Rule nodeNotThere,
    Rule wrongType,
    Rule wrongMember) {

  static GraphRules of(String family, String container, String node) {
    return new GraphRules(
        rule(family, "not-a-holder", Category.CALL_TYPE_SAFETY)
            .suggestion("pass the address of a member of a map value or an owned object")
            .documentation(
                "A container lives in a map value or in an object that the program owns.")
            .message("{arg} expected pointer to map value or allocated object"),
        rule(family, "holder-not-referenced", Category.RESOURCE_LIFETIME_SAFETY)
            .suggestion("use the pointer that owns the object")
            .documentation("The object that a container lies in must be owned.")
            .message("allocated object must be referenced"),
        rule(family, "variable-offset", Category.MEMORY_SAFETY)
            .suggestion("use the address of the member")
            .documentation("Which container is meant must be known.")
            .message(
                "{register} doesn't have constant offset. "
                    + container
                    + " has to be at the constant offset"),
        rule(family, "not-there", Category.MEMORY_SAFETY)
            .suggestion("use the address of the member")
            .documentation("The pointer must lead to the container itself.")
            .message(container + " not found at offset={offset}"),
        rule(family, "lock-not-held", Category.EXECUTION_CONTEXT_SAFETY)
            .suggestion("take the lock in the same map value or object first")
            .documentation("The lock beside a container guards it.")
            .message(
                "{elsewhere}bpf_spin_lock at off={guard.offset} must be held for " + container),
        rule(family, "node-not-an-object", Category.CALL_TYPE_SAFETY)
            .suggestion("pass the pointer that owns the object")
            .documentation("Only an owned object can be given away, and only once.")
            .message("{arg} expected pointer to allocated object"),
        rule(family, "node-not-referenced", Category.RESOURCE_LIFETIME_SAFETY)
            .suggestion("pass the pointer that owns the object")
            .documentation("What is added is given away, so it must have been owned.")
            .message("allocated object must be referenced"),
        rule(family, "node-variable-offset", Category.MEMORY_SAFETY)
            .suggestion("use the address of the member")
            .documentation("Which node is meant must be known.")
            .message(
                "{register} doesn't have constant offset. "
                    + node
                    + " has to be at the constant offset"),
        rule(family, "node-not-there", Category.MEMORY_SAFETY)
            .suggestion("use the address of the member")
            .documentation("The pointer must lead to the node itself.")
            .message(node + " not found at offset={offset}"),
        rule(family, "wrong-type", Category.REGISTER_TYPE_SAFETY)
            .suggestion("add objects of the type that the __contains tag names")
            .documentation("A container holds objects of one type.")
            .message(
                "operation on "
                    + container
                    + " expects arg#1 "
                    + node
                    + " at offset={expected.offset} in struct {expected.struct}, but arg is at"
                    + " offset={actual.offset} in struct {actual.struct}"),
        rule(family, "wrong-member", Category.REGISTER_TYPE_SAFETY)
            .suggestion("pass the node that the __contains tag names")
            .documentation("A container links its objects by one of their nodes.")
            .message(
                "arg#1 offset={actual.offset}, but expected "
                    + node
                    + " at offset={expected.offset} in struct {expected.struct}"));
  }

  private static Rule.Builder rule(String family, String name, Category category) {
    return Rule.id(family + "." + name)
        .category(category)
        .source("linux 6.18: __process_kf_arg_ptr_to_graph_root, _node; semantics 3.2");
  }

  /// A container: where it lies, and that its lock is held.
  Parameter container(FunctionBuilder f, String name, FieldKind kind) {
    var container = f.pointer(name);
    f.requires(notAHolder, container.pointsTo(Target.MAP_VALUE, Target.OBJECT))
        .requires(
            holderNotReferenced,
            implies(container.pointsTo(Target.OBJECT), container.isReferenced()))
        .requires(containerVariableOffset, container.hasConstantOffset())
        .requires(containerNotThere, container.isField(kind))
        .requires(lockNotHeld, container.isGuarded());
    return container;
  }

  /// A node that the program owns.
  Parameter ownedNode(FunctionBuilder f, String name, FieldKind kind, Parameter container) {
    var node = f.pointer(name);
    f.requires(notAnObject, node.pointsTo(Target.OBJECT))
        .requires(notReferenced, node.isReferenced());
    place(f, node, kind, container);
    return node;
  }

  /// That it is a node, and the one by which the container links its objects.
  void place(FunctionBuilder f, Parameter node, FieldKind kind, Parameter container) {
    f.requires(nodeVariableOffset, node.hasConstantOffset())
        .requires(nodeNotThere, node.isField(kind))
        .requires(wrongType, container.holdsTypeOf(node))
        .requires(wrongMember, container.holdsMemberOf(node));
  }
}
