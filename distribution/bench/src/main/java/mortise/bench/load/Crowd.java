package mortise.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import mortise.bench.load.Scenario.Cast;
import mortise.bench.load.Scenario.Remains;
import mortise.bench.load.Scenario.Role;
import mortise.spi.runtime.ContextFactory.Input;

/// Threads that share out a few programs, each of which answers for itself: by what it may answer,
/// and by what another program answers once all are over.
///
/// @param answers what each program may answer; empty: whatever it likes
/// @param last a program to be run at the end, with the one answer it may give
record Crowd(List<Role> roles, Map<String, Set<Integer>> answers, Map<String, Integer> last)
    implements Cast {
  private static final Input INPUT = new Input(new byte[64], new byte[8]);

  static IntFunction<Cast> of(
      List<String> programs, Map<String, Set<Integer>> answers, Map<String, Integer> last) {
    return threads ->
        new Crowd(
            IntStream.range(0, threads)
                .<Role>mapToObj(i -> member(programs.get(i % programs.size()), answers))
                .toList(),
            answers,
            last);
  }

  private static Member member(String program, Map<String, Set<Integer>> answers) {
    return new Member(program, answers.getOrDefault(program, Set.of()), new ArrayList<>());
  }

  @Override
  public List<String> wrong(Remains remains) {
    var wrong = new ArrayList<String>();
    for (var role : roles) {
      if (role instanceof Member member) {
        wrong.addAll(member.wrong);
      }
    }
    last.forEach(
        (program, expected) -> {
          int answer = remains.run(program, INPUT);
          if (answer != expected) {
            wrong.add("in the end %s gave %d, not %d".formatted(program, answer, expected));
          }
        });
    return wrong;
  }

  private record Member(String program, Set<Integer> answers, List<String> wrong) implements Role {
    @Override
    public Input input() {
      return INPUT;
    }

    @Override
    public void answered(int answer) {
      if (!answers.isEmpty() && !answers.contains(answer) && wrong.isEmpty()) {
        wrong.add("%s gave %d, and may give %s".formatted(program, answer, answers));
      }
    }
  }
}
