package mortise.engine;

import mortise.spi.Policy;

/// What a policy is under a semantics.
///
/// @param value as it is written when it is written well: `helper`, `owner+claim`, `none`
public record PolicyChoice(Policy policy, String value) {
  public boolean isDefault() {
    return value.equals(policy.defaultValue());
  }

  /// `choice=value`
  @Override
  public String toString() {
    return policy.name() + "=" + value;
  }
}
