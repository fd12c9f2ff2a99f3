package mortise.verifier.rules;

import java.util.List;
import java.util.stream.Stream;
import mortise.spi.Rule;

/// All rules of the core.
public final class CoreRules {
  private CoreRules() {}

  public static List<Rule> all() {
    return Stream.of(
            RegisterRules.ALL,
            PointerRules.ALL,
            MemoryRules.ALL,
            HostRules.ALL,
            CallRules.ALL,
            ReferenceRules.ALL,
            InstructionRules.ALL,
            ProgramRules.ALL)
        .flatMap(List::stream)
        .toList();
  }
}
