package mortise.cli;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import mortise.engine.PolicyChoice;
import mortise.spi.FamilyInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `mortise families [list|show NAME]`
@Command(
    name = "families",
    description = "Show the helper families of a semantics, and its policies.")
final class FamiliesCommand implements Callable<Integer> {
  enum Action {
    list,
    show
  }

  private final Context context;

  @Mixin private SemanticsOptions semantics = new SemanticsOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|show",
      defaultValue = "list",
      description = "All families, or one with its functions, fields and rules.")
  private Action action = Action.list;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "A family's id.")
  private Optional<String> name = Optional.empty();

  FamiliesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InputProblem {
    var gateway = semantics.open(context);
    if (action == Action.show) {
      var family = name.orElseThrow(() -> new InputProblem("families show: which family?"));
      var text =
          gateway
              .describe(family)
              .orElseThrow(() -> new InputProblem("no family '" + family + "'"));
      context.out().print(text);
      return ExitCode.ACCEPTED;
    }
    gateway.families().stream()
        .sorted(Comparator.comparing(FamilyInfo::id))
        .forEach(
            info ->
                context
                    .out()
                    .printf(
                        "%-16s %-10s %-10s SPI %s%n",
                        info.id(), info.version(), info.semantics(), info.spi()));
    if (!gateway.policies().isEmpty()) {
      context.out().println();
      gateway.policies().forEach(this::show);
    }
    return ExitCode.ACCEPTED;
  }

  /// A choice in the form in which it is made, and what else there is.
  private void show(PolicyChoice choice) {
    var policy = choice.policy();
    context
        .out()
        .printf("--policy %-32s %s%n%11s%s%n", choice, policy.domain(), "", policy.documentation());
  }
}
