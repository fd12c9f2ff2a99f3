package mortise.tests;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.kernel.RunningKernel;
import mortise.kernel.UnavailableException;
import mortise.tests.Suite.Example;
import org.junit.jupiter.api.Assumptions;

/// The kernel that runs here, if it is the one that the semantics `linux` mirrors and may be asked.
final class LiveKernel {
  /// The kernel that the examples are written for.
  private static final String MIRRORED = "6.18.";

  private LiveKernel() {}

  /// The kernel; skips the test, with the reason, where there is none to ask.
  static RunningKernel orSkip() {
    try {
      var kernel = RunningKernel.open();
      Assumptions.assumeTrue(
          kernel.release().startsWith(MIRRORED),
          "the examples are Linux " + MIRRORED + "x, and this is " + kernel.release());
      return kernel;
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  /// The programs that this kernel has an opinion on: those of its version.
  static Stream<Example> programs(Path file) {
    return Suite.LINUX
        .programs(file)
        .filter(one -> MIRRORED.startsWith(one.policies().getOrDefault("kernel", MIRRORED)));
  }

  /// The program as the kernel would judge it: where it is wrong, we are.
  static LoadedProgram load(Example example) {
    return engine(example.policies()).load(example.file()).program(example.program()).orElseThrow();
  }

  private static Engine engine(Map<String, String> policies) {
    var wanted = new HashMap<>(policies);
    var known = Suite.LINUX.engine().policies();
    if (known.stream().anyMatch(choice -> choice.policy().name().equals("holes"))) {
      wanted.put("holes", "6.18");
    }
    return Suite.LINUX.engine(wanted, List.of());
  }

  static boolean accepts(LoadedProgram program) {
    return program.verify() instanceof Verdict.Accepted;
  }
}
