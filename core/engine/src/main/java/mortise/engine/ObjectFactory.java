package mortise.engine;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import mortise.object.BpfObject;
import mortise.object.HostBtf;
import mortise.object.LoadOptions;
import mortise.object.Program;
import mortise.object.btf.Btf;
import mortise.verifier.Verifier;
import mortise.verifier.layout.TypeLayouts;
import mortise.verifier.rulebook.RuleBook;

/// Makes loaded objects.
final class ObjectFactory {
  private final RuleBook rules;
  private final Verifier verifier;
  private final HostBtf host;

  @Inject
  ObjectFactory(RuleBook rules, Verifier verifier) {
    this(rules, verifier, HostBtf.running());
  }

  private ObjectFactory(RuleBook rules, Verifier verifier, HostBtf host) {
    this.rules = rules;
    this.verifier = verifier;
    this.host = host;
  }

  /// The same for a host with these types.
  ObjectFactory on(HostBtf types) {
    return new ObjectFactory(rules, verifier, types);
  }

  LoadedObject of(Path file) {
    return of(BpfObject.load(file), options -> BpfObject.load(file, options));
  }

  LoadedObject of(String name, byte[] bytes) {
    return of(BpfObject.parse(name, bytes), options -> BpfObject.parse(name, bytes, options));
  }

  LoadedProgram of(Program program) {
    var layouts = TypeLayouts.of(program.btf(), program.maps(), rules, host);
    return new LoadedProgram(program, verifier, layouts);
  }

  /// Programs that deal with objects of the host's are adapted to its types.
  private LoadedObject of(BpfObject object, Function<LoadOptions, BpfObject> again) {
    var types = HostUse.of(object, rules) ? host.types() : Optional.<Btf>empty();
    var adapted = types.map(btf -> again.apply(LoadOptions.DEFAULT.withTarget(btf))).orElse(object);
    return new LoadedObject(
        adapted, verifier, TypeLayouts.of(adapted.btf(), adapted.maps(), rules, host));
  }
}
