package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mortise.verifier.state.OpenSection;

/// Which members are entered as sections while which others are, anywhere in one program.
final class LockOrder {
  private final Map<String, Set<String>> inside = new LinkedHashMap<>();

  /// Remembers that `next` is entered; gives the cycle that this makes, if it makes one.
  Optional<String> enter(List<OpenSection> open, OpenSection next) {
    if (next.member().isEmpty()) {
      return Optional.empty();
    }
    for (var section : open) {
      if (section.member().isEmpty()) {
        continue;
      }
      var before = inside.computeIfAbsent(section.member(), same -> new LinkedHashSet<>());
      if (before.add(next.member())) {
        var path = path(next.member(), section.member(), new ArrayList<>());
        if (!path.isEmpty()) {
          return Optional.of(section.member() + " -> " + String.join(" -> ", path));
        }
      }
    }
    return Optional.empty();
  }

  /// The members on a way between the two, empty if there is none.
  private List<String> path(String from, String to, List<String> seen) {
    if (seen.contains(from)) {
      return List.of();
    }
    seen.add(from);
    if (from.equals(to)) {
      return List.of(to);
    }
    for (var next : inside.getOrDefault(from, Set.of())) {
      var rest = path(next, to, seen);
      if (!rest.isEmpty()) {
        var path = new ArrayList<String>();
        path.add(from);
        path.addAll(rest);
        return path;
      }
    }
    return List.of();
  }
}
