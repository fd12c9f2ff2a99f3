package mortise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mortise.cli.output.Filters;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which programs of which objects the kernel is asked about.
final class ObjectChoice {
  @Parameters(arity = "1..*", paramLabel = "OBJ", description = "Object files (*.bpf.o).")
  private List<Path> objects = new ArrayList<>();

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "FILTER",
      description = "Only what matches, as in 'mortise check'. May be repeated.")
  private List<String> filters = new ArrayList<>();

  List<Path> objects() {
    return objects;
  }

  Filters wanted() throws InputProblem {
    try {
      return Filters.parse(filters);
    } catch (IllegalArgumentException e) {
      throw InputProblem.of(e);
    }
  }
}
