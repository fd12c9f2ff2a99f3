package mortise.engine.meaning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mortise.runtime.ghost.Sight;
import mortise.spi.Condition;
import mortise.spi.FieldKind;
import mortise.spi.Qualifier;
import mortise.spi.Result;
import mortise.spi.Subject;
import mortise.verifier.rulebook.RuleBook;

/// For what pointers are good that nobody owns: until when, and whether to look only.
public final class Sights {
  private Sights() {}

  /// What may be looked at through pointer fields, and until when.
  public static Map<FieldKind, Sight> of(RuleBook rules) {
    var sights = new HashMap<FieldKind, Sight>();
    for (var kind : rules.pointerFields().values()) {
      var loads =
          kind.access().stream()
              .flatMap(access -> access.loads().stream())
              .filter(load -> !(load.gives().shape() instanceof Result.Numeric))
              .toList();
      if (!loads.isEmpty()) {
        sights.put(
            kind,
            new Sight(
                loads.stream().anyMatch(load -> isKept(rules, load.gives().qualifiers())),
                loads.stream()
                    .flatMap(load -> until(rules, load.gives().qualifiers()).stream())
                    .distinct()
                    .toList(),
                loads.size() == 1 ? needed(loads.getFirst().when()) : List.of(),
                loads.stream().allMatch(load -> looksOnly(load.gives().qualifiers()))));
      }
    }
    return sights;
  }

  /// What has no qualifier is as good as its type says.
  private static boolean isKept(RuleBook rules, List<Qualifier> qualifiers) {
    return qualifiers.isEmpty()
        || qualifiers.stream().anyMatch(Qualifier::trusted)
        || !until(rules, qualifiers).isEmpty();
  }

  /// The fields that the pointee must have for the condition to hold.
  private static List<FieldKind> needed(Condition condition) {
    return switch (condition) {
      case Condition.HasField c when c.subject() instanceof Subject.Pointee -> List.of(c.kind());
      case Condition.All c -> c.conditions().stream().flatMap(one -> needed(one).stream()).toList();
      default -> List.of();
    };
  }

  /// Whether nothing may be written through such a pointer.
  static boolean looksOnly(List<Qualifier> qualifiers) {
    return qualifiers.stream().anyMatch(qualifier -> !qualifier.unwritable().isEmpty());
  }

  /// The sections whose ends end such pointers.
  static List<String> until(RuleBook rules, List<Qualifier> qualifiers) {
    return rules.endings().stream()
        .filter(ending -> qualifiers.contains(ending.qualifier()))
        .map(ending -> ending.section().name())
        .distinct()
        .toList();
  }
}
