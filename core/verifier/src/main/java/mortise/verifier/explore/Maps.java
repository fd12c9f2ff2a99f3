package mortise.verifier.explore;

import java.util.Optional;
import java.util.OptionalLong;
import mortise.object.BpfMap;
import mortise.spi.Condition;
import mortise.spi.Subject;
import mortise.verifier.state.Region;

/// What conditions ask of maps, their keys and values.
final class Maps {
  private Maps() {}

  /// The map that the subject points to.
  static Optional<BpfMap> map(Subject subject, CallSite site) {
    return site.pointer(subject)
        .filter(p -> p.region() instanceof Region.Map)
        .map(p -> ((Region.Map) p.region()).map());
  }

  /// Whether the map has an entry for the key, whatever happens. Maps in maps are as long as was
  /// declared, unless they say that they are not.
  static boolean isPresent(Subject key, Subject mapSubject, CallSite site) {
    var declared = site.pointer(mapSubject).filter(p -> p.id() == 0).isPresent();
    var map = map(mapSubject, site);
    if (map.isEmpty()
        || (!declared && map.get().mayHaveAnyLength())
        || !hasIndices(map.get(), site)) {
      return false;
    }
    var index =
        site.pointer(key)
            .map(p -> StackAccess.constant(site.state(), p, map.get().keySize()))
            .orElse(OptionalLong.empty());
    return index.isPresent()
        && index.getAsLong() >= 0
        && index.getAsLong() < map.get().maxEntries();
  }

  private static boolean hasIndices(BpfMap map, CallSite site) {
    var kind = site.verification().rules.maps().get(map.type().id());
    return kind != null && kind.keysAreIndices() && !kind.holdsMaps();
  }

  /// Whether the subject points into a value of that very map.
  static boolean inValueOf(Condition.InValueOf condition, CallSite site) {
    var map = site.pointer(condition.map());
    return site.pointer(condition.subject())
        .filter(
            p ->
                p.region() instanceof Region.MapValue value
                    && map.isPresent()
                    && map.get().region() instanceof Region.Map whole
                    && value.map().equals(whole.map())
                    && p.parent() == map.get().id())
        .isPresent();
  }
}
