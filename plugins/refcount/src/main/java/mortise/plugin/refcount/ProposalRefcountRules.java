package mortise.plugin.refcount;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with refcounts.
final class ProposalRefcountRules {
  static final Rule NOT_THE_FIELD =
      Rule.id("refcount.not-the-field")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("The count is reached through its field.")
          .source("discussion §5: §5")
          .message("{register} must be the address of a bpf_refcount, and is {place}");

  static final Rule NOT_AN_OBJECT =
      Rule.id("refcount.not-an-object")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the start of an object whose type has a struct bpf_refcount")
          .documentation("Counts are kept of objects.")
          .source("discussion §5: §5")
          .message("{register} must be an object with a bpf_refcount, and is {place}");

  static final Rule NOT_LIVE =
      Rule.id("refcount.not-live")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("construct all its fields first")
          .documentation("Only a Live object is counted: nobody else can own any other.")
          .source("discussion §5: §3")
          .message("the object is {value}");

  static final Rule COUNT_RANGE =
      Rule.id("refcount.count-range")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a small positive constant")
          .documentation("The verifier counts along, so it must know the number.")
          .source("discussion §5: §5")
          .message("{register} must be a constant from {lowest} to {highest}");

  static final Rule NOT_PRIVATE =
      Rule.id("refcount.not-private")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("set it before the object is published")
          .documentation("Setting a count that others count on loses theirs.")
          .source("discussion §5: §5")
          .message(
              "the count can be set only by the constructor, or while the object is "
                  + "private and this is its only reference");

  static final Rule LINKED =
      Rule.id("refcount.linked")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("remove it first")
          .documentation("A linked object has an owner that the count must include.")
          .source("discussion §5")
          .message("the object is on a collection, whose reference the new count would lose");

  static final Rule NOT_OWNED =
      Rule.id("refcount.not-owned")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("take the lock, or keep a reference")
          .documentation("Whoever counts up must know that the count is not zero.")
          .source("discussion §5: §5")
          .message("{register} is neither owned nor borrowed under its container's lock");

  static final Rule TOO_FEW =
      Rule.id("refcount.too-few")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("take another reference first")
          .documentation("What is given must have been owned.")
          .source("discussion §5: §5")
          .message("{function} needs a reference to give away: {register} has static_ref={owed}");

  static final Rule NOT_ONE =
      Rule.id("refcount.not-one")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("put the others first")
          .documentation("Single ownership is asked for by the last reference of the program.")
          .source("discussion §5: §6")
          .message("{register} has static_ref={owed}, and one is needed to ask");

  static final Rule FROZEN =
      Rule.id("refcount.frozen")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("end it with bpf_refcount_set or bpf_call_rcu")
          .documentation("A count taken from 1 to 0 admits no other operation.")
          .source("discussion §5: §6")
          .message("the object is frozen");

  static final Rule ITERATED =
      Rule.id("refcount.iterated")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("end the iteration first")
          .documentation("While a head is iterated, its object stays as it is.")
          .source("discussion §5: §6")
          .message("the object holds a collection that is being iterated");

  private ProposalRefcountRules() {}
}
