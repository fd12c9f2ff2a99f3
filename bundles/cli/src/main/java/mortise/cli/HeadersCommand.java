package mortise.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `mortise headers`
@Command(
    name = "headers",
    description = {
      "Print a C header with all that a semantics offers to programs: under the policies",
      "that are chosen or, where none is, under any."
    })
final class HeadersCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private SemanticsOptions semantics = new SemanticsOptions();

  HeadersCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InputProblem {
    context.out().print(semantics.open(context).header());
    return ExitCode.ACCEPTED;
  }
}
