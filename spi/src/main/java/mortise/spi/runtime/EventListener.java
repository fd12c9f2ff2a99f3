package mortise.spi.runtime;

/// The runtime half of a subscription. The implementations of functions that announce events say
/// when they happen ([Machine#before], [Machine#after]), under whatever lock guards what they
/// change.
@FunctionalInterface
public interface EventListener {
  /// Called with what plays the event's roles.
  ///
  /// @param subjects the addresses (or numbers) that play the event's roles, in order
  void on(Machine machine, long... subjects);
}
