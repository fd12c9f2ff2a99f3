package mortise.runtime.ghost;

import java.util.IdentityHashMap;
import java.util.Map;

/// How many references a call gives up, by object.
final class Needs {
  /// On the way that needs most, and on the way that needs least.
  final Map<Thing, Integer> most = new IdentityHashMap<>();

  final Map<Thing, Integer> least = new IdentityHashMap<>();

  void add(Thing thing, int count) {
    most.merge(thing, count, Integer::sum);
    least.merge(thing, count, Integer::sum);
  }

  /// Adds what either of two ways needs.
  void addEither(Needs one, Needs other) {
    one.most.forEach((thing, n) -> most.merge(thing, n, Integer::sum));
    other.most.forEach(
        (thing, n) -> {
          int more = n - one.most.getOrDefault(thing, 0);
          if (more > 0) {
            most.merge(thing, more, Integer::sum);
          }
        });
    one.least.forEach(
        (thing, n) -> {
          int both = Math.min(n, other.least.getOrDefault(thing, 0));
          if (both > 0) {
            least.merge(thing, both, Integer::sum);
          }
        });
  }

  void addAll(Needs more) {
    more.most.forEach((thing, n) -> most.merge(thing, n, Integer::sum));
    more.least.forEach((thing, n) -> least.merge(thing, n, Integer::sum));
  }
}
