package mortise.verifier.explore;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mortise.object.BpfMap;
import mortise.object.ImmediateValue;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.Rejection;

/// Whether the program may use the maps that it names.
///
/// Source: linux `check_map_prog_compatibility` (6.18).
final class MapUse {
  private MapUse() {}

  static void check(Verification verification) {
    var program = verification.program;
    for (int at = 0; at < program.size(); at++) {
      int slot = at;
      mapsOf(program.at(at)).forEach(map -> check(verification, map, slot));
    }
    of(program)
        .filter(map -> verification.addressSpace(map).isPresent())
        .distinct()
        .skip(1)
        .findFirst()
        .ifPresent(
            second ->
                verification.reject(
                    Rejection.of(
                        verification.addressSpace(second).orElseThrow().several(),
                        "map",
                        second.name())));
  }

  /// The maps that the program names.
  static Stream<BpfMap> of(Program program) {
    return IntStream.range(0, program.size()).boxed().flatMap(at -> mapsOf(program.at(at)));
  }

  private static Stream<BpfMap> mapsOf(Instruction instruction) {
    if (!(instruction instanceof Instruction.LoadImmediate load)) {
      return Stream.empty();
    }
    return switch (load.value()) {
      case ImmediateValue.MapAddress map -> Stream.of(map.map());
      case ImmediateValue.MapValueAddress value -> Stream.of(value.map());
      case ImmediateValue.Constant c -> Stream.empty();
      case ImmediateValue.FunctionAddress f -> Stream.empty();
      case ImmediateValue.KernelSymbol s -> Stream.empty();
    };
  }

  /// A field that needs a guard beside it is the better reason than its guard.
  private static List<RuleBook.Forbidden> containersFirst(Verification verification) {
    return verification.rules.forbidden().stream()
        .sorted(Comparator.comparing(f -> f.field().guards().isEmpty()))
        .toList();
  }

  private static void check(Verification verification, BpfMap map, int at) {
    if (!verification.rules.maps().containsKey(map.type().id())) {
      throw Rejection.of(
          CallRules.UNKNOWN_MAP, "map.type", map.type().label(), "map", map.name(), "at", at);
    }
    if ((verification.kind.sleepable() || verification.program.type().sleepable())
        && !verification.rules.maps().get(map.type().id()).forSleepers()) {
      verification.reject(Rejection.of(CallRules.MAP_FOR_SLEEPERS, "map", map.name(), "at", at));
    }
    var unusable = verification.layouts.unusable(map);
    if (unusable.isPresent()) {
      throw Rejection.of(unusable.get().rule(), unusable.get().words()).with("at", at);
    }
    var type = verification.layouts.value(map);
    for (var forbidden : containersFirst(verification)) {
      if (forbidden.programKinds().contains(verification.kind.name())
          && type.field(forbidden.field()).isPresent()) {
        verification.reject(Rejection.of(forbidden.rule(), "map", map.name(), "at", at));
      }
    }
  }
}
