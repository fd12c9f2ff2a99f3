package mortise.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.cli.view.ProgramRow;
import mortise.cli.view.RunView;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Rule;

/// All that the commands ask of the engine, in their own words.
///
/// One gateway is one semantics. Programs of one may be checked from many threads at once.
interface EngineGateway {
  /// What a semantics is made of.
  ///
  /// @param name `linux`
  /// @param policies `family.choice` to value
  /// @param families all that were found; the semantics takes those that are of its name
  record Choice(String name, Map<String, String> policies, List<HelperFamily> families) {
    public Choice {
      policies = Map.copyOf(policies);
      families = List.copyOf(families);
    }
  }

  /// Opens a gateway, or says what is wrong with the choice.
  @FunctionalInterface
  interface Opener {
    EngineGateway open(Choice choice) throws InputProblem;
  }

  /// An object file that could be read.
  interface LoadedObject {
    /// In the order of the file.
    List<? extends LoadedProgram> programs();
  }

  /// A program of an object.
  interface LoadedProgram {
    String name();

    ProgramRow check();

    RunView run(RunRequest request) throws InputProblem, RunProblem;

    String dump(DumpStyle style) throws InputProblem;
  }

  /// How to run a program.
  ///
  /// @param context the bytes of the context, or of the packet that one is made of
  /// @param checked whether every instruction is held against what the verifier believed
  record RunRequest(Input input, byte[] context, int repeats, RunEngine engine, boolean checked) {
    enum Input {
      NONE,
      CONTEXT,
      PACKET
    }
  }

  /// Who runs a program; the names are what is written on the command line.
  enum RunEngine {
    interpreter,
    compiler
  }

  /// What a dump shows.
  enum DumpStyle {
    INSTRUCTIONS,
    SOURCE,
    STATES,
    DOT
  }

  /// One line: name, families with versions, policies.
  String semantics();

  LoadedObject load(Path file) throws InputProblem;

  /// What was left out of the semantics and why, a line each.
  default List<String> problems() {
    return List.of();
  }

  /// The families of this semantics.
  List<FamilyInfo> families();

  /// A family's functions, fields and rules as text.
  Optional<String> describe(String family);

  /// A C header with everything that the families declare.
  String header();

  Optional<Rule> rule(String id);
}
