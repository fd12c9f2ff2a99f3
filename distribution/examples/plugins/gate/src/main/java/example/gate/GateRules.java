package example.gate;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What must not be done with gates.
final class GateRules {
  /// Said of a pointer that is used as if the gate had been open.
  static final String WHY = "{function} at {at} returned false on this path: nobody is let in";

  static final Rule NOT_A_GATE =
      Rule.id("gate.not-a-gate")
          .category(Category.MEMORY_SAFETY)
          .suggestion("pass the address of the mx_gate member")
          .documentation("The pointer does not lead to a gate.")
          .source("this plugin")
          .message("{register} must be the address of an mx_gate, and is {type}");

  static final Rule NOT_LIVE =
      Rule.id("gate.not-live")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("construct all the object's fields first")
          .documentation("Only the gates of Live objects are tried.")
          .source("this plugin")
          .message("the gate's object is {value}");

  static final Rule ALREADY_INSIDE =
      Rule.id("gate.already-inside")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("leave it first")
          .documentation("Who is inside keeps everybody out, also himself.")
          .source("this plugin")
          .message("the program is inside of this gate already");

  static final Rule NOT_INSIDE =
      Rule.id("gate.not-inside")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("ask mx_gate_try, and go on where it returned true")
          .documentation("Passing and leaving are for those who were let in.")
          .source("this plugin")
          .message("{function} needs the gate to have let the program in");

  static final Rule HELD =
      Rule.id("gate.held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call mx_gate_leave first")
          .documentation("Nobody else would ever be let in.")
          .source("this plugin")
          .message("{boundary} cannot be reached inside of a gate");

  private GateRules() {}
}
