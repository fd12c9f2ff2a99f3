package mortise.plugin.ownership.proposal;

import java.util.List;
import mortise.spi.Qualifier;
import mortise.spi.Target;

/// What the proposal says of pointers, beside what they point to.
public final class Pointers {
  /// Usable without being owned until the lock is released.
  public static final Qualifier BORROWED = Qualifier.of("borrowed", "borrowed_").alive();

  /// Given to a container under its lock, which is still held.
  public static final Qualifier GIVEN_AWAY = Qualifier.of("given_away", "given_").alive();

  /// The element of the iteration at hand.
  public static final Qualifier ELEMENT = Qualifier.of("element", "element_").alive();

  /// Kept by RCU: readable.
  public static final Qualifier RCU =
      Qualifier.of("rcu", "rcu_").alive().readOnly("a pointer read under RCU is only readable");

  /// A map value that holds what was read under RCU.
  public static final Qualifier BORROWED_RCU = Qualifier.of("borrowed_rcu", "rcu_").alive();

  /// Given up: nothing can be done with it.
  public static final Qualifier GONE = Qualifier.of("gone", "gone_");

  public static final Target ANY_OBJECT = Target.OBJECT.anyhow();
  public static final Target ANY_VALUE = Target.MAP_VALUE.anyhow();
  public static final Target STACK = new Target(Target.Kind.STACK, List.of(), true, false);

  private Pointers() {}
}
