package mortise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import mortise.cli.EngineGateway.LoadedProgram;
import mortise.cli.output.Filters;
import mortise.cli.output.OpinionFormat;
import mortise.cli.view.Opinion;
import mortise.cli.view.Opinions;
import mortise.cli.view.ProgramRow;
import mortise.kernel.KernelObject;
import mortise.kernel.KernelVerdict;
import mortise.kernel.Peer;
import mortise.kernel.RunningKernel;
import mortise.kernel.UnavailableException;
import mortise.object.ObjectFormatException;

/// The engine and the running kernel, asked about the same programs, one after the other.
///
/// The kernel's bundle may be absent: no command names this class in a signature, so that it is not
/// loaded before somebody asks.
final class KernelSession {
  private final Context context;
  private final EngineGateway gateway;
  private final RunningKernel kernel;
  private int unreadable;
  private int crashed;

  private KernelSession(Context context, EngineGateway gateway, RunningKernel kernel) {
    this.context = context;
    this.gateway = gateway;
    this.kernel = kernel;
  }

  static KernelSession open(Context context, EngineGateway gateway) throws InputProblem {
    Optional<Peer> peer;
    try {
      peer = ServiceLoader.load(Peer.class).findFirst();
    } catch (NoClassDefFoundError e) {
      throw new InputProblem("this distribution is without the bundle mortise.kernel", e);
    }
    try {
      var kernel =
          peer.orElseThrow(
                  () -> new InputProblem("this distribution is without the bundle mortise.kernel"))
              .open();
      return new KernelSession(context, gateway, kernel);
    } catch (UnavailableException e) {
      throw new InputProblem(String.valueOf(e.getMessage()), e);
    }
  }

  Context context() {
    return context;
  }

  /// An object, as both have it.
  @FunctionalInterface
  interface Work {
    void on(Path file, List<? extends LoadedProgram> programs, KernelObject theirs);
  }

  /// Does the work on each object that both can read; names the others on err.
  void each(List<Path> files, Work work) {
    for (var file : files) {
      try {
        var programs = gateway.load(file).programs();
        try (var theirs = kernel.load(file)) {
          work.on(file, programs, theirs);
        }
      } catch (InputProblem e) {
        unreadable++;
        context.say(e.line());
      } catch (ObjectFormatException e) {
        unreadable++;
        context.say(e.getMessage() + " (for this kernel)");
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        crashed++;
        context.say(file + ": " + CrashReport.of(e, List.of("kernel", file.toString())));
      }
    }
  }

  int check(List<Path> files, Filters wanted, OpinionFormat format) {
    var rows = new ArrayList<Opinion>();
    try (var progress = new Progress(context)) {
      each(
          files,
          (file, programs, theirs) -> {
            for (var program : programs) {
              if (wanted.wants(file.toString(), program.name())) {
                progress.show(file + "/" + program.name());
                judge(file, program, theirs).ifPresent(rows::add);
              }
            }
          });
    }
    return print(rows, Opinions.Counts.of(rows), format);
  }

  private Optional<Opinion> judge(Path file, LoadedProgram program, KernelObject theirs) {
    try {
      return Optional.of(opinion(program.check(), Optional.empty(), theirs.judge(program.name())));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      crashed(file, program, e);
      return Optional.empty();
    }
  }

  void crashed(Path file, LoadedProgram program, Throwable e) {
    crashed++;
    var place = file + "/" + program.name();
    context.say(place + ": " + CrashReport.of(e, List.of("kernel", place)));
  }

  static Opinion opinion(ProgramRow ours, Optional<String> mutation, KernelVerdict theirs) {
    return switch (theirs) {
      case KernelVerdict.Accepted(long instructions, long microseconds) ->
          new Opinion(ours, mutation, "success", "", instructions, microseconds);
      case KernelVerdict.Rejected(String message, int _, long instructions, long microseconds) ->
          new Opinion(ours, mutation, "failure", message, instructions, microseconds);
      case KernelVerdict.Unsupported(String problem) ->
          new Opinion(ours, mutation, "unsupported", problem, -1, -1);
    };
  }

  int print(List<Opinion> shown, Opinions.Counts counts, OpinionFormat format) {
    var opinions = new Opinions(gateway.semantics(), kernel.release(), shown, counts);
    format.render(opinions, context.out());
    context.out().flush();
    if (crashed > 0) {
      return ExitCode.INTERNAL;
    }
    if (unreadable > 0) {
      return ExitCode.USAGE;
    }
    return counts.differ() > 0 ? ExitCode.REJECTED : ExitCode.ACCEPTED;
  }
}
