package mortise.plugin.kptr;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with pointer fields.
final class ProposalKptrRules {
  static final Rule DIRECT =
      Rule.id("kptr.direct")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use bpf_kptr_xchg")
          .documentation("A store would lose what the field owns.")
          .source("discussion §3, §4: §1")
          .message("{field} can only be exchanged");

  static final Rule NOT_THE_FIELD =
      Rule.id("kptr.not-the-field")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use the address of the member")
          .documentation(
              "Pointer fields lie in map values and objects; which one is meant must be known.")
          .source("discussion §3, §4: §3")
          .message("{register} must be the address of a pointer field, and is {place}");

  static final Rule HOLDER_NOT_LIVE =
      Rule.id("kptr.holder-not-live")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("construct it first")
          .documentation("What is exchanged into a field must come to be owned.")
          .source("discussion §3, §4: §3")
          .message("the object with the field is {value}");

  static final Rule WRONG_TYPE =
      Rule.id("kptr.wrong-type")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("exchange an object of the declared type")
          .documentation("The field says to what it points.")
          .source("discussion §3, §4: §4")
          .message("the field takes {expected}, not {actual}");

  static final Rule NOT_LIVE =
      Rule.id("kptr.not-live")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("construct it first")
          .documentation("Objects under construction or destruction cannot escape.")
          .source("discussion §3, §4: §3")
          .message("an object that is {value} cannot escape");

  static final Rule NOT_OWNED =
      Rule.id("kptr.not-owned")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("pass an owned object")
          .documentation("A field takes over what the program owes.")
          .source("discussion §3, §4: §5")
          .message("{function} needs a reference to give away: {register} has static_ref={owed}");

  static final Rule HOLDER_READ_ONLY =
      Rule.id("kptr.holder-read-only")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("get the object first")
          .documentation("What is read under RCU is readable, not writable.")
          .source("discussion §9")
          .message("{register} points into an object that RCU keeps readable only");

  private ProposalKptrRules() {}
}
