package mortise.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.cli.view.DiffRow;
import mortise.cli.view.ProgramRow;
import mortise.cli.view.RunView;
import mortise.engine.Exploration;
import mortise.engine.PolicyChoice;
import mortise.engine.compare.RulesComparison;
import mortise.object.Program;
import mortise.object.RawInstruction;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Rule;
import mortise.spi.runtime.ContextFactory;

/// All that the commands ask of the engine, in their own words.
///
/// One gateway is one semantics. Programs of one may be checked from many threads at once.
interface EngineGateway {
  /// What a semantics is made of.
  ///
  /// @param name `linux`
  /// @param policies names of policies and what they are to be
  /// @param without the ids of rules to switch off
  /// @param families all that were found; the semantics takes those that are of its name
  /// @param btf a file with the types of the kernel that programs are for; empty: the running one
  record Choice(
      String name,
      Map<String, String> policies,
      List<String> without,
      List<HelperFamily> families,
      Optional<Path> btf) {
    /// For the running kernel.
    Choice(
        String name,
        Map<String, String> policies,
        List<String> without,
        List<HelperFamily> families) {
      this(name, policies, without, families, Optional.empty());
    }

    public Choice {
      policies = Map.copyOf(policies);
      without = List.copyOf(without);
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

    /// The program as it was read.
    Program program();

    /// Checks the program with some slots changed.
    ProgramRow check(Map<Integer, RawInstruction> changes);

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

  /// A program that belongs to no object.
  default LoadedProgram load(Program program) {
    throw new UnsupportedOperationException("programs without an object");
  }

  /// An object whose programs are to be run on several CPUs.
  interface Explorable {
    /// The file's name without its folders.
    String name();

    /// Of the file's bytes, in hex.
    String sha256();

    /// The names of all programs, in the order of the file.
    List<String> programs();

    /// Checks a program.
    ProgramRow check(String program);

    /// @param programs one for each CPU, all of them accepted
    /// @throws InputProblem if there is no such program, or one cannot be run
    Exploration exploration(List<String> programs, ContextFactory.Input input) throws InputProblem;
  }

  Explorable explorable(Path file) throws InputProblem;

  /// This semantics and another one.
  interface Comparing {
    /// The programs of two objects by name; often the objects are one file.
    List<? extends ComparedProgram> load(Path left, Path right) throws InputProblem;

    /// What the declarations say differently.
    RulesComparison rules();
  }

  /// A program that two objects have, or one of two.
  interface ComparedProgram {
    String name();

    /// @param file what the row calls the object
    DiffRow compare(String file);
  }

  /// Compares with another gateway of the same opener, which is the right one.
  Comparing against(EngineGateway other);

  /// What was left out of the semantics and why, a line each.
  default List<String> problems() {
    return List.of();
  }

  /// The families of this semantics.
  List<FamilyInfo> families();

  /// The policies of this semantics by name, each with what it is.
  default List<PolicyChoice> policies() {
    return List.of();
  }

  /// A family's functions, fields and rules as text.
  Optional<String> describe(String family);

  /// A C header with everything that the families declare: under the policies chosen or, where none
  /// is, under any.
  String header();

  Optional<Rule> rule(String id);
}
