package mortise.verifier.state;

import java.util.HashSet;
import java.util.Set;

/// Which identities are known to be different things. Immutable.
public record Distinct(Set<Pair> pairs) {
  /// Two identities, the smaller first.
  public record Pair(int left, int right) {
    static Pair of(int a, int b) {
      return a < b ? new Pair(a, b) : new Pair(b, a);
    }
  }

  public static final Distinct NONE = new Distinct(Set.of());

  public Distinct {
    pairs = Set.copyOf(pairs);
  }

  public boolean areDistinct(int a, int b) {
    return pairs.contains(Pair.of(a, b));
  }

  public Distinct with(int a, int b) {
    if (a == b || areDistinct(a, b)) {
      return this;
    }
    var all = new HashSet<>(pairs);
    all.add(Pair.of(a, b));
    return new Distinct(all);
  }
}
