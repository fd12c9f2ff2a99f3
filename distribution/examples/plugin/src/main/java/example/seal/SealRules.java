package example.seal;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What must not be done with seals.
final class SealRules {
  static final Rule EXPECTS_OBJECT =
      Rule.id("seal.expects-owned-object")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion(
              "open and close the seals of objects that are owned here, before they are linked")
          .documentation(
              "Whoever reaches an object through a list relies on its seal. So only an object that"
                  + " nobody else can reach may change it: one that this program owns.")
          .source("this plugin")
          .message("{arg} expected pointer to the mx_seal of an owned object");

  static final Rule NOT_FOUND =
      Rule.id("seal.not-found")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of the mx_seal member")
          .documentation("The pointer does not lead to a seal.")
          .source("this plugin")
          .message("mx_seal not found at offset={offset}");

  static final Rule ALREADY_CLOSED =
      Rule.id("seal.already-closed")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("close it once, or ask mx_seal_is_closed first")
          .documentation("Each closing is counted, and the second would count for nothing.")
          .source("this plugin")
          .message("the seal is closed already");

  static final Rule OPEN_OBJECT_LINKED =
      Rule.id("seal.open-object-linked")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("call mx_seal_close on the object before it is put on the list")
          .documentation(
              """
              Objects on a list are seen by others. One whose type has a seal must be complete by \
              then, and a closed seal is how the program says that it is. Types without a seal are \
              linked as ever.\
              """)
          .source("this plugin")
          .message("the object's seal must be closed before it is linked");

  private SealRules() {}
}
