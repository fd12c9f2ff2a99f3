package mortise.spi.runtime;

/// The runtime half of a function: gives the value of R0.
@FunctionalInterface
public interface Implementation {
  long call(Call call);
}
