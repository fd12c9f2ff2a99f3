package mortise.plugin.ownership.proposal;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do while they construct and destruct objects.
public final class ConstructionRules {
  public static final Rule NOT_OWNED =
      Rule.id("allocator.not-owned")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass the pointer that owns the object")
          .documentation("Only objects are constructed, destructed and freed, and by their owner.")
          .source("discussion §2, §3: §3")
          .message("{register} must be an owned object, and is {place}");

  public static final Rule NOT_THE_FIELD =
      Rule.id("allocator.not-the-field")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation("A constructor makes, a destructor ends the field that it is given.")
          .source("discussion §2, §3: §3")
          .message("{register} must be the address of a {field}, and is {place}");

  public static final Rule NOT_CONSTRUCTING =
      Rule.id("allocator.not-constructing")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("construct each field once, right after the allocation")
          .documentation("A constructor needs an object under construction without this field.")
          .source("discussion §2, §3: §3")
          .message("the object is {value}: the field at offset {offset} cannot be constructed");

  public static final Rule WRONG_STEP =
      Rule.id("allocator.wrong-step")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("construct the field in the order of its steps, each once")
          .documentation("A field whose constructor takes several calls gets them in order.")
          .source("discussion §2, §3: §3")
          .message(
              "{function} is not the step that the field at offset {offset} needs: the object is"
                  + " {value}");

  public static final Rule NOT_DESTRUCTIBLE =
      Rule.id("allocator.not-destructible")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("destruct each field once, after giving the object nobody else can reach")
          .documentation("A destructor needs a field that is there and was not destructed.")
          .source("discussion §2, §3: §3")
          .message("the object is {value}: the field at offset {offset} cannot be destructed");

  public static final Rule SHARED =
      Rule.id("allocator.shared")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("test what bpf_refcount_put or bpf_refcount_single returns")
          .documentation("Only single ownership allows destruction.")
          .source("discussion §2, §3: §3, §6")
          .message("{register} may have other owners (static_ref={owed})");

  public static final Rule PUBLISHED_RCU =
      Rule.id("allocator.published-rcu")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("hand it to bpf_call_rcu")
          .documentation("Types with an rcu head, once published, end in their RCU callback.")
          .source("discussion §2, §3: §9")
          .message("{register} was published and RCU readers may hold it");

  private ConstructionRules() {}
}
