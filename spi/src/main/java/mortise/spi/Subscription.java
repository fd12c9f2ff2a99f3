package mortise.spi;

import mortise.spi.runtime.EventListener;

/// What a family adds to the functions that announce an event. Roles of the event are the subjects.
public interface Subscription {
  /// The announcing call is rejected for `rule` unless the condition holds; checked after the
  /// function's own requirements.
  Subscription requires(Rule rule, Condition condition);

  /// Happens after the function's own effects.
  Subscription effects(Effect... effects);

  /// The runtime half, called when the event is about to happen
  /// ([mortise.spi.runtime.Machine#before]). It may refuse by throwing.
  Subscription before(EventListener listener);

  /// The runtime half, called once it has happened ([mortise.spi.runtime.Machine#after]).
  Subscription after(EventListener listener);
}
