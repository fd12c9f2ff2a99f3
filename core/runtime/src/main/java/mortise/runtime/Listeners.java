package mortise.runtime;

import java.util.List;
import mortise.spi.runtime.EventListener;

/// Who listens to an event, in order.
///
/// @param before told when it is about to happen
/// @param after told once it has
public record Listeners(List<EventListener> before, List<EventListener> after) {
  static final Listeners NONE = new Listeners(List.of(), List.of());

  public Listeners {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }
}
