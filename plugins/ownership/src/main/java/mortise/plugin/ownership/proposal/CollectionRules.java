package mortise.plugin.ownership.proposal;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What lists and trees ask of a container and of a node (§4, §5).
public record CollectionRules(
    Rule notThere,
    Rule holderNotLive,
    Rule lockNotHeld,
    Rule iterated,
    Rule nodeNotLive,
    Rule notOwned,
    Rule alreadyLinked,
    Rule notOnIt,
    Rule notTheElement,
    Rule wrongNode,
    Rule stillLinked,
    Rule drainNeeded) {

  static final Rule UNLOCK_ITERATED =
      Rule.id("collection.unlock-iterated")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("end the iteration first")
          .documentation("The lock of a container that is iterated may not be released.")
          .source("discussion §4")
          .message("the lock may not be released during an iteration");

  public static CollectionRules of(String family, String container, String node) {
    return new CollectionRules(
        rule(family, "not-there", Category.MEMORY_SAFETY, "§4")
            .suggestion("use the address of the member")
            .documentation(
                "A container lies in a map value, a global or an object; which is meant must be"
                    + " known.")
            .message("{register} must be the address of a " + container + ", and is {place}"),
        rule(family, "holder-not-live", Category.RESOURCE_LIFETIME_SAFETY, "§3")
            .suggestion("construct all its fields first")
            .documentation("Only a Live object's containers are used.")
            .message("{register} points into an object that is {value}"),
        rule(family, "lock-not-held", Category.EXECUTION_CONTEXT_SAFETY, "§4")
            .suggestion("take the lock beside the container first")
            .documentation(
                "The lock that guards a container must be held, unless its object is single-owned.")
            .message("the {guard} at offset {guard.offset} must be held for {field}"),
        rule(family, "iterated", Category.EXECUTION_CONTEXT_SAFETY, "§4")
            .suggestion("wait until the iteration has ended")
            .documentation(
                "While a container is iterated nothing enters it, only the element leaves it, and"
                    + " it is not iterated again.")
            .message("{function} on a " + container + " that is being iterated"),
        rule(family, "node-not-live", Category.RESOURCE_LIFETIME_SAFETY, "§3")
            .suggestion("construct all its fields first")
            .documentation("Objects under construction or destruction cannot escape.")
            .message("{register} points into an object that is {value}"),
        rule(family, "not-owned", Category.RESOURCE_LIFETIME_SAFETY, "§4, §5")
            .suggestion("take a reference first")
            .documentation("What is added is given away, so it must have been owned.")
            .message("{function} needs a reference to give away: {register} has static_ref={owed}"),
        rule(family, "already-linked", Category.RESOURCE_LIFETIME_SAFETY, "§4, §7")
            .suggestion("remove it first, or ask who owns it, or claim it")
            .documentation("A node may be added only while it is known to be on no collection.")
            .message("the node may be on a collection already: it is {value}"),
        rule(family, "not-on-it", Category.RESOURCE_LIFETIME_SAFETY, "§4, §7")
            .suggestion("ask whether the container owns the node")
            .documentation("Only what is known to be on this very container can leave it.")
            .message("the node is not known to be on this " + container + ": it is {value}"),
        rule(family, "not-the-element", Category.EXECUTION_CONTEXT_SAFETY, "§4")
            .suggestion("remove the element that the callback was given")
            .documentation("During an iteration only its element may leave the container.")
            .message("only the element of the iteration may leave the " + container),
        rule(family, "wrong-node", Category.REGISTER_TYPE_SAFETY, "§4")
            .suggestion("pass the node that the container's tag names")
            .documentation("A container holds objects of one type, linked by one of their nodes.")
            .message(
                "{register} must be the node at offset {expected.offset} of a struct"
                    + " {expected.struct}, and is {place}"),
        rule(family, "still-linked", Category.RESOURCE_LIFETIME_SAFETY, "§3")
            .suggestion("remove it first")
            .documentation("An object can be ended only while it is on no collection.")
            .message("a node of the object is {value}"),
        rule(family, "drain-needed", Category.RESOURCE_LIFETIME_SAFETY, "§3")
            .suggestion("pass a callback that destructs and frees each object")
            .documentation(
                "Only objects without fields that own something can be drained by themselves.")
            .message("the objects have fields to destruct, so a drain callback is needed"));
  }

  private static Rule.Builder rule(String family, String name, Category category, String section) {
    return Rule.id(family + "." + name).category(category).source("discussion " + section);
  }
}
