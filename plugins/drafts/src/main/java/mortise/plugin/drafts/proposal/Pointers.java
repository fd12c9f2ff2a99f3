package mortise.plugin.drafts.proposal;

import java.util.List;
import mortise.spi.Qualifier;
import mortise.spi.Target;

/// What the proposal says of pointers, beside what they point to.
final class Pointers {
  /// Usable without being owned until the lock is released.
  static final Qualifier BORROWED = Qualifier.of("borrowed", "borrowed_").alive();

  /// Given to a container under its lock, which is still held.
  static final Qualifier GIVEN_AWAY = Qualifier.of("given_away", "given_").alive();

  /// The element of the iteration at hand.
  static final Qualifier ELEMENT = Qualifier.of("element", "element_").alive();

  /// Kept by RCU: readable.
  static final Qualifier RCU =
      Qualifier.of("rcu", "rcu_").alive().readOnly("a pointer read under RCU is only readable");

  /// A map value that holds what was read under RCU.
  static final Qualifier BORROWED_RCU = Qualifier.of("borrowed_rcu", "rcu_").alive();

  /// To be compared, not followed.
  static final Qualifier OPAQUE =
      Qualifier.of("opaque", "opaque_").readOnly("the value can only be compared");

  static final Target ANY_OBJECT = Target.OBJECT.anyhow();
  static final Target ANY_VALUE = Target.MAP_VALUE.anyhow();
  static final Target STACK = new Target(Target.Kind.STACK, List.of(), true, false);

  private Pointers() {}
}
