package mortise.engine;

import java.util.List;
import java.util.Optional;
import mortise.object.BpfObject;
import mortise.verifier.Verifier;
import mortise.verifier.layout.TypeLayouts;

/// An object file, read and ready to be verified.
public final class LoadedObject {
  private final BpfObject object;
  private final List<LoadedProgram> programs;

  LoadedObject(BpfObject object, Verifier verifier, TypeLayouts layouts) {
    this.object = object;
    programs =
        object.programs().stream().map(p -> new LoadedProgram(p, verifier, layouts)).toList();
  }

  public String name() {
    return object.name();
  }

  /// The object as it was read.
  public BpfObject object() {
    return object;
  }

  /// In the order of the file.
  public List<LoadedProgram> programs() {
    return programs;
  }

  public Optional<LoadedProgram> program(String name) {
    return programs.stream().filter(p -> p.name().equals(name)).findFirst();
  }
}
