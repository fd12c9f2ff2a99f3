package mortise.engine;

import dagger.BindsInstance;
import dagger.Component;
import jakarta.inject.Singleton;
import mortise.verifier.rulebook.RuleBook;

/// Wires the rooms of one engine.
@Singleton
@Component(modules = EngineModule.class)
interface EngineComponent {
  Engine engine();

  /// Makes the component for one semantics.
  @Component.Factory
  interface Factory {
    EngineComponent create(@BindsInstance Semantics semantics, @BindsInstance RuleBook rules);
  }
}
