package mortise.spi.runtime;

/// The runtime half of a subscription.
@FunctionalInterface
public interface EventListener {
  /// Called with what plays the event's roles.
  ///
  /// @param subjects the addresses (or numbers) that play the event's roles, in order
  void on(Machine machine, long... subjects);
}
