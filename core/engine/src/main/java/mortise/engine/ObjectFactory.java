package mortise.engine;

import jakarta.inject.Inject;
import mortise.object.BpfObject;
import mortise.verifier.Verifier;
import mortise.verifier.layout.TypeLayouts;
import mortise.verifier.rulebook.RuleBook;

/// Makes loaded objects.
final class ObjectFactory {
  private final RuleBook rules;
  private final Verifier verifier;

  @Inject
  ObjectFactory(RuleBook rules, Verifier verifier) {
    this.rules = rules;
    this.verifier = verifier;
  }

  LoadedObject of(BpfObject object) {
    return new LoadedObject(object, verifier, TypeLayouts.of(object.btf(), object.maps(), rules));
  }
}
