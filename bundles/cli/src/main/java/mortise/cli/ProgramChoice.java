package mortise.cli;

import java.util.Optional;
import java.util.stream.Collectors;
import mortise.cli.EngineGateway.LoadedObject;
import mortise.cli.EngineGateway.LoadedProgram;

/// Finds the program that a command line names.
final class ProgramChoice {
  private ProgramChoice() {}

  /// The program so named, or the only one where none is named.
  static LoadedProgram of(LoadedObject object, Optional<String> name) throws InputProblem {
    var programs = object.programs();
    var all =
        programs.isEmpty()
            ? "there are no programs"
            : "there are "
                + programs.stream().map(LoadedProgram::name).collect(Collectors.joining(", "));
    if (name.isEmpty()) {
      if (programs.size() == 1) {
        return programs.getFirst();
      }
      throw new InputProblem("which program? " + all);
    }
    for (var program : programs) {
      if (program.name().equals(name.get())) {
        return program;
      }
    }
    throw new InputProblem("no program '" + name.get() + "': " + all);
  }
}
