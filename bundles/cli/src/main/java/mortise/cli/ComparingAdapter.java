package mortise.cli;

import java.nio.file.Path;
import java.util.List;
import mortise.cli.view.DiffRow;
import mortise.cli.view.DiffSide;
import mortise.cli.view.PartingView;
import mortise.cli.view.PartingView.At;
import mortise.engine.Engine;
import mortise.engine.compare.Comparison;
import mortise.engine.compare.Parting;
import mortise.engine.compare.ProgramPair;
import mortise.engine.compare.RulesComparison;
import mortise.engine.compare.Standing;
import mortise.object.ObjectFormatException;

/// Two engines behind the commands' gateway.
record ComparingAdapter(Engine left, Engine right) implements EngineGateway.Comparing {
  @Override
  public List<Compared> load(Path leftFile, Path rightFile) throws InputProblem {
    try {
      return Comparison.of(left, right)
          .programs(left.load(leftFile), right.load(rightFile))
          .stream()
          .map(pair -> new Compared(pair, leftFile.toString(), rightFile.toString()))
          .toList();
    } catch (ObjectFormatException e) {
      throw new InputProblem(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public RulesComparison rules() {
    return Comparison.of(left, right).rules();
  }

  record Compared(ProgramPair pair, String leftFile, String rightFile)
      implements EngineGateway.ComparedProgram {
    @Override
    public String name() {
      return pair.name();
    }

    @Override
    public DiffRow compare(String file) {
      var compared = pair.compare();
      return new DiffRow(
          file,
          name(),
          side(compared.left(), leftFile),
          side(compared.right(), rightFile),
          compared.differs(),
          compared.parting().map(Compared::view));
    }

    private DiffSide side(Standing standing, String file) {
      return switch (standing) {
        case Standing.Judged judged ->
            DiffSide.judged(ProgramAdapter.row(file, name(), judged.verdict()));
        case Standing.NotApplicable no ->
            DiffSide.notApplicable(
                "calls %s, which %s not here"
                    .formatted(
                        String.join(", ", no.functions()),
                        no.functions().size() == 1 ? "is" : "are"));
        case Standing.Absent absent -> DiffSide.absent(absent.why());
      };
    }

    private static PartingView view(Parting parting) {
      return new PartingView(
          at(parting.left()),
          at(parting.right()),
          parting.leftNext().map(Compared::at),
          parting.rightNext().map(Compared::at));
    }

    private static At at(Parting.Place place) {
      return new At(
          place.slot(),
          place.line().map(ProgramAdapter::place),
          place.line().map(line -> line.text().strip()).orElse(""));
    }
  }
}
