package mortise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.cli.EngineGateway.LoadedProgram;
import mortise.cli.output.Filters;
import mortise.cli.output.OpinionFormat;
import mortise.cli.view.Opinion;
import mortise.cli.view.Opinions;
import mortise.cli.view.Verdict;
import mortise.kernel.KernelObject;
import mortise.kernel.KernelVerdict;
import mortise.kernel.mutants.Mutant;
import mortise.kernel.mutants.MutantSample;
import mortise.object.Program;

/// Mutants of accepted programs, judged by the engine and by the running kernel.
final class KernelMutants {
  private final KernelSession session;
  private final long seed;
  private final int most;
  private final int together;
  private final boolean random;
  private final Optional<String> only;
  private final boolean all;

  KernelMutants(
      KernelSession session,
      long seed,
      int most,
      int together,
      boolean random,
      Optional<String> only,
      boolean all) {
    this.session = session;
    this.seed = seed;
    this.most = most;
    this.together = together;
    this.random = random;
    this.only = only;
    this.all = all;
  }

  /// A program that both accept as it is.
  private record Subject(Path file, LoadedProgram ours, Program theirs) {}

  private record Job(Subject subject, Mutant mutant) {}

  int run(List<Path> files, Filters wanted, OpinionFormat format) {
    var rows = new ArrayList<Opinion>();
    try (var progress = new Progress(session.context())) {
      var subjects = new ArrayList<Subject>();
      session.each(
          files,
          (file, programs, theirs) -> {
            progress.show(file.toString());
            subjects(file, programs, theirs, wanted, subjects);
          });
      var jobs = jobs(subjects);
      var done = new int[1];
      session.each(
          files,
          (file, _, theirs) -> {
            for (var job : jobs) {
              if (job.subject().file().equals(file)) {
                progress.at(done[0]++, jobs.size(), file + "/" + job.subject().ours().name());
                judge(job, theirs).ifPresent(rows::add);
              }
            }
          });
    }
    var shown =
        rows.stream()
            .filter(
                row ->
                    all
                        || row.comparison() == Opinion.Comparison.WE_ACCEPT
                        || row.comparison() == Opinion.Comparison.WE_REJECT)
            .toList();
    return session.print(shown, Opinions.Counts.of(rows), format);
  }

  private void subjects(
      Path file,
      List<? extends LoadedProgram> programs,
      KernelObject theirs,
      Filters wanted,
      List<Subject> subjects) {
    for (var program : programs) {
      var here = theirs.object().program(program.name());
      if (!wanted.wants(file.toString(), program.name()) || here.isEmpty()) {
        continue;
      }
      try {
        boolean accepted =
            theirs.judge(program.name()) instanceof KernelVerdict.Accepted
                && program.check().verdict() == Verdict.SUCCESS;
        if (accepted) {
          subjects.add(new Subject(file, program, here.get()));
        }
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        session.crashed(file, program, e);
      }
    }
  }

  private List<Job> jobs(List<Subject> subjects) {
    if (only.isPresent()) {
      return subjects.stream()
          .flatMap(
              one ->
                  Mutant.named(only.get(), one.ours().program())
                      .map(mutant -> new Job(one, mutant))
                      .stream())
          .toList();
    }
    var programs = subjects.stream().map(one -> one.ours().program()).toList();
    var others = subjects.stream().map(Subject::theirs).toList();
    var picks =
        random
            ? MutantSample.random(programs, others, seed, most, together)
            : MutantSample.of(programs, others, seed, most, together);
    return picks.stream()
        .map(pick -> new Job(subjects.get(pick.program()), pick.mutant()))
        .toList();
  }

  private Optional<Opinion> judge(Job job, KernelObject theirs) {
    var subject = job.subject();
    var mutant = job.mutant();
    try {
      var text = mutant.id() + ": " + mutant.text(subject.ours().program());
      return Optional.of(
          KernelSession.opinion(
              subject.ours().check(mutant.changes()),
              Optional.of(text),
              theirs.judge(subject.ours().name(), mutant.changes())));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      session.crashed(subject.file(), subject.ours(), e);
      return Optional.empty();
    }
  }
}
