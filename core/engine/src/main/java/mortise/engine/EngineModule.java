package mortise.engine;

import dagger.Module;
import dagger.Provides;
import jakarta.inject.Singleton;
import java.util.List;
import mortise.spi.HelperFamily;
import mortise.verifier.Limits;
import mortise.verifier.Verifier;
import mortise.verifier.rulebook.Assembler;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rulebook.SemanticsException;

/// What an engine is made of.
@Module
final class EngineModule {
  private EngineModule() {}

  @Provides
  @Singleton
  static Verifier verifier(RuleBook rules) {
    return new Verifier(rules, Limits.LINUX);
  }

  static RuleBook assemble(Semantics semantics, List<? extends HelperFamily> families) {
    var names =
        families.stream()
            .map(EngineModule::semanticsOf)
            .filter(name -> !name.isEmpty())
            .distinct()
            .sorted()
            .toList();
    if (!names.isEmpty() && !names.contains(semantics.name())) {
      throw new SemanticsProblem(
          "no semantics '%s'; there are: %s".formatted(semantics.name(), String.join(", ", names)));
    }
    try {
      var rules = Assembler.assemble(semantics.name(), families, semantics.policies());
      return Switches.without(rules, semantics.without());
    } catch (SemanticsException e) {
      throw new SemanticsProblem(String.valueOf(e.getMessage()), e);
    }
  }

  private static String semanticsOf(HelperFamily family) {
    try {
      return family.info().semantics();
    } catch (RuntimeException | LinkageError e) {
      return "";
    }
  }
}
