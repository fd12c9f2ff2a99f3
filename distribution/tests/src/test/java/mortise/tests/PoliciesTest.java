package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mortise.engine.Engine;
import mortise.engine.Verdict;
import org.junit.jupiter.api.Test;

/// All examples of the proposal under all policies that may be chosen together: `POLICIES.tsv` says
/// where the verdict is another than with every policy at its default.
class PoliciesTest {
  private static final Path TABLE = Suite.PROPOSAL.folder().resolve("POLICIES.tsv");

  private static final String HEADER = "object\tprogram\tpolicies\tverdict";

  /// A program's verdicts, by choice of policies.
  private record Judged(String object, String program, Map<Map<String, String>, String> verdicts) {
    /// The policies on which the verdict depends: that alone make a difference somewhere.
    List<String> deciding() {
      return verdicts.keySet().iterator().next().keySet().stream().filter(this::decides).toList();
    }

    private boolean decides(String policy) {
      var seen = new HashMap<Map<String, String>, String>();
      for (var one : verdicts.entrySet()) {
        var others = new HashMap<>(one.getKey());
        others.remove(policy);
        var before = seen.put(others, one.getValue());
        if (before != null && !before.equals(one.getValue())) {
          return true;
        }
      }
      return false;
    }

    /// The choices whose verdict is not the usual one, those with the same verdict put together
    /// where they differ in one policy: `a=1|2`.
    List<String> lines(Map<String, String> usual) {
      var deciding = deciding();
      var byVerdict = new LinkedHashMap<String, Set<Map<String, Set<String>>>>();
      verdicts.forEach(
          (choices, verdict) -> {
            if (!verdict.equals(verdicts.get(usual))) {
              var one = new TreeMap<String, Set<String>>();
              deciding.forEach(
                  policy -> one.put(policy, new TreeSet<>(Set.of(choices.get(policy)))));
              byVerdict.computeIfAbsent(verdict, same -> new LinkedHashSet<>()).add(one);
            }
          });
      var lines = new ArrayList<String>();
      byVerdict.forEach(
          (verdict, choices) ->
              together(choices, deciding)
                  .forEach(
                      one ->
                          lines.add(
                              "%s\t%s\t%s\t%s".formatted(object, program, text(one), verdict))));
      return lines;
    }

    private static Iterable<Map<String, Set<String>>> together(
        Set<Map<String, Set<String>>> choices, List<String> deciding) {
      Iterable<Map<String, Set<String>>> all = choices;
      for (var policy : deciding) {
        var byOthers = new LinkedHashMap<Map<String, Set<String>>, Set<String>>();
        for (var one : all) {
          var others = new TreeMap<>(one);
          others.remove(policy);
          byOthers
              .computeIfAbsent(others, same -> new TreeSet<>())
              .addAll(one.getOrDefault(policy, Set.of()));
        }
        var joined = new ArrayList<Map<String, Set<String>>>();
        byOthers.forEach(
            (others, values) -> {
              var one = new TreeMap<>(others);
              one.put(policy, values);
              joined.add(one);
            });
        all = joined;
      }
      return all;
    }

    private String text(Map<String, Set<String>> choice) {
      return choice.entrySet().stream()
          .filter(one -> one.getValue().size() < values(one.getKey()))
          .map(one -> one.getKey() + "=" + String.join("|", one.getValue()))
          .collect(Collectors.joining(" "));
    }

    private long values(String policy) {
      return verdicts.keySet().stream().map(choices -> choices.get(policy)).distinct().count();
    }
  }

  @Test
  void verdictsUnderAllPolicies() throws IOException {
    var lines = new ArrayList<>(List.of(HEADER));
    var usual = choices(Suite.PROPOSAL.engine());
    judge(Suite.PROPOSAL).forEach(one -> lines.addAll(one.lines(usual)));
    Tables.check(TABLE, lines);
  }

  @Test
  void manyChoicesAreTried() {
    assertThat(Suite.PROPOSAL.engine().combinations()).hasSizeGreaterThan(100);
  }

  private static List<Judged> judge(Suite suite) {
    var all = new LinkedHashMap<String, Judged>();
    for (var semantics : suite.engine().combinations()) {
      var engine = Engine.of(semantics, suite.families()).on(Product.KERNEL);
      var choices = choices(engine);
      suite
          .objects()
          .forEach(
              file ->
                  engine.load(file).programs().parallelStream()
                      .map(
                          program ->
                              new String[] {
                                suite.name(file), program.name(), verdict(program.verify())
                              })
                      .toList()
                      .forEach(
                          said ->
                              all.computeIfAbsent(
                                      said[0] + " " + said[1],
                                      same -> new Judged(said[0], said[1], new LinkedHashMap<>()))
                                  .verdicts()
                                  .put(choices, said[2])));
    }
    return List.copyOf(all.values());
  }

  private static Map<String, String> choices(Engine engine) {
    var choices = new TreeMap<String, String>();
    engine.policies().forEach(choice -> choices.put(choice.policy().name(), choice.value()));
    return choices;
  }

  private static String verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted ok -> "success";
      case Verdict.Rejected no -> no.diagnostics().getFirst().rule().id();
      case Verdict.Undecided limit -> "undecided";
    };
  }
}
