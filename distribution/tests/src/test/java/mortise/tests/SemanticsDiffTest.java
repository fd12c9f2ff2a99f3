package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.engine.Verdict;
import mortise.engine.compare.Comparison;
import mortise.engine.compare.Fact;
import mortise.engine.compare.ProgramComparison;
import mortise.engine.compare.RulesComparison;
import mortise.engine.compare.RulesComparison.Difference;
import mortise.engine.compare.RulesComparison.Kind;
import mortise.engine.compare.RulesComparison.Presence;
import mortise.engine.compare.Standing;
import mortise.object.SourceLine;
import org.junit.jupiter.api.Test;

/// Real programs under two real semantics.
class SemanticsDiffTest {
  private static Map<String, ProgramComparison> diff(
      String left, String right, Path leftFile, Path rightFile) {
    var one = Lab.engine(left);
    var other = Lab.engine(right);
    var compared = new LinkedHashMap<String, ProgramComparison>();
    Comparison.of(one, other)
        .programs(one.load(leftFile), other.load(rightFile))
        .forEach(pair -> compared.put(pair.name(), pair.compare()));
    return compared;
  }

  private static Map<String, ProgramComparison> diff(String left, String right, String file) {
    return diff(left, right, Product.EXAMPLES.resolve(file), Product.EXAMPLES.resolve(file));
  }

  private static ProgramComparison of(Map<String, ProgramComparison> all, String name) {
    return Optional.ofNullable(all.get(name)).orElseThrow();
  }

  /// `accepted`, the rule that rejected, or what there is instead of a verdict.
  private static String word(Standing standing) {
    return switch (standing) {
      case Standing.Judged(Verdict.Accepted ok) -> "accepted";
      case Standing.Judged judged -> ProgramComparison.decidedBy(standing);
      case Standing.NotApplicable no -> "not applicable";
      case Standing.Absent absent -> "absent";
    };
  }

  private static String words(ProgramComparison compared) {
    return word(compared.left()) + " / " + word(compared.right());
  }

  @Test
  void oneSourceForBothSemanticsIsComparedAsAPair() {
    var compared =
        diff(
            "linux",
            "proposal",
            Product.EXAMPLES.resolve("compare/queue.linux.bpf.o"),
            Product.EXAMPLES.resolve("compare/queue.proposal.bpf.o"));
    var words = new LinkedHashMap<String, String>();
    compared.forEach((name, one) -> words.put(name, words(one)));
    assertThat(words)
        .containsExactly(
            Map.entry("enqueue", "accepted / accepted"),
            Map.entry("dequeue", "accepted / accepted"),
            Map.entry("peek", "accepted / accepted"),
            Map.entry("rotate", "accepted / accepted"),
            Map.entry("not_constructed", "accepted / list.node-not-live"),
            Map.entry("without_lock", "list.lock-not-held / list.lock-not-held"),
            Map.entry("under_another_lock", "list.other-lock-held / list.lock-not-held"),
            Map.entry("twice", "allocator.expects-allocated-object / list.not-owned"),
            Map.entry("read_after_unlock", "memory.not-a-pointer / pointer.poisoned"),
            Map.entry("leak", "reference.leak / reference.leak"));
  }

  /// Linux looks whether a node is in the tree when the program runs; the proposal knows before.
  @Test
  void treesAreComparedAsListsAre() {
    var compared =
        diff(
            "linux",
            "proposal",
            Product.EXAMPLES.resolve("compare/tree.linux.bpf.o"),
            Product.EXAMPLES.resolve("compare/tree.proposal.bpf.o"));
    var words = new LinkedHashMap<String, String>();
    compared.forEach((name, one) -> words.put(name, words(one)));
    assertThat(words)
        .containsExactly(
            Map.entry("plan", "accepted / accepted"),
            Map.entry("peek", "accepted / accepted"),
            Map.entry("take", "accepted / accepted"),
            Map.entry("take_without_asking", "memory.not-a-pointer / accepted"),
            Map.entry("take_from_another", "accepted / rbtree.not-on-it"),
            Map.entry("read_after_remove", "accepted / accepted"),
            Map.entry("not_constructed", "accepted / rbtree.node-not-live"),
            Map.entry("without_lock", "rbtree.lock-not-held / rbtree.lock-not-held"),
            Map.entry("under_another_lock", "rbtree.other-lock-held / rbtree.lock-not-held"),
            Map.entry("look_while_comparing", "accepted / rbtree.comparing"),
            Map.entry("read_after_unlock", "memory.not-a-pointer / pointer.poisoned"));
  }

  @Test
  void programsOfAPairPartAtALineThatBothHave() {
    var compared =
        diff(
            "linux",
            "proposal",
            Product.EXAMPLES.resolve("compare/queue.linux.bpf.o"),
            Product.EXAMPLES.resolve("compare/queue.proposal.bpf.o"));
    // The proposal constructs the node first, on a line of which linux has nothing.
    for (var name : List.of("not_constructed", "twice")) {
      var parting = of(compared, name).parting().orElseThrow();
      assertThat(parting.left().line().map(SourceLine::text).orElse(""))
          .contains("map_push_back(&head, &work->node);");
      assertThat(parting.right().line().map(SourceLine::line))
          .isEqualTo(parting.left().line().map(SourceLine::line));
    }
    assertThat(of(compared, "not_constructed").parting().orElseThrow().leftNext()).isPresent();
    assertThat(of(compared, "not_constructed").parting().orElseThrow().rightNext()).isEmpty();
  }

  @Test
  void programsForOneSemanticsAreNotApplicableUnderTheOther() {
    var compared = diff("linux", "proposal", "queue.bpf.o");
    assertThat(compared.values())
        .isNotEmpty()
        .allSatisfy(
            one -> {
              assertThat(words(one)).isEqualTo("accepted / not applicable");
              assertThat(one.differs()).isFalse();
              assertThat(one.parting()).isEmpty();
            });
    assertThat(of(compared, "enqueue").right())
        .isEqualTo(
            new Standing.NotApplicable(
                List.of(
                    "bpf_obj_new_impl",
                    "bpf_spin_lock#93",
                    "bpf_list_push_back_impl",
                    "bpf_spin_unlock#94")));
    assertThat(diff("linux", "proposal", "proposal/queue_proposal.bpf.o").values())
        .isNotEmpty()
        .allSatisfy(one -> assertThat(words(one)).isEqualTo("not applicable / accepted"));
  }

  @Test
  void programsWithoutHelpersAreTheSameUnderBoth() {
    assertThat(diff("linux", "proposal", "parser_xdp.bpf.o").values())
        .isNotEmpty()
        .allSatisfy(
            one -> {
              assertThat(words(one)).isEqualTo("accepted / accepted");
              assertThat(one.differs()).isFalse();
            });
  }

  @Test
  void theRuleAndTheInstructionThatAPolicyChanges() {
    var compared = diff("proposal", "proposal+refcount=helper", "proposal/cache_caller.bpf.o");
    var store = of(compared, "cache_store");
    assertThat(words(store)).isEqualTo("accepted / refcount.count-range");
    var problem = ProgramComparison.problem(store.right()).orElseThrow();
    var parting = store.parting().orElseThrow();
    // Nothing is different before the rejection.
    assertThat(parting.left()).isEqualTo(parting.right());
    assertThat(parting.left().slot()).isEqualTo(problem.slot());
    assertThat(parting.left().line().map(SourceLine::text).orElse(""))
        .contains("bpf_refcount_set(&entry->ref, 2)");
    assertThat(parting.leftNext()).isPresent();
    assertThat(parting.rightNext()).isEmpty();
  }

  @Test
  void bothCachesAreAcceptedUnderTheirOwnPolicyAlone() {
    for (var name : List.of("cache_store", "cache_round_trip")) {
      assertThat(
              of(diff("proposal", "proposal+refcount=helper", "proposal/cache_helper.bpf.o"), name)
                  .right())
          .isInstanceOfSatisfying(
              Standing.Judged.class,
              judged -> assertThat(judged.verdict()).isInstanceOf(Verdict.Accepted.class));
    }
  }

  @Test
  void whatATypesDepthForbidsIsMissingWithItsObject() {
    var compared = diff("proposal", "proposal+ownership.depth=3", "proposal/policy_depth.bpf.o");
    assertThat(compared.values())
        .isNotEmpty()
        .allSatisfy(
            one -> {
              assertThat(one.left()).isInstanceOf(Standing.Absent.class);
              assertThat(one.differs()).isTrue();
              assertThat(((Standing.Absent) one.left()).why())
                  .startsWith("the object's types are refused: ")
                  .contains("->", "(allocator.ownership-depth)");
            });
  }

  @Test
  void aProgramOfOnlyOneObjectIsNewOrMissing() {
    var compared =
        diff(
            "proposal",
            "proposal",
            Product.EXAMPLES.resolve("compare/queue.proposal.bpf.o"),
            Product.EXAMPLES.resolve("proposal/queue_proposal.bpf.o"));
    assertThat(words(of(compared, "not_constructed"))).endsWith(" / absent");
    assertThat(words(of(compared, "drain"))).startsWith("absent / ");
    assertThat(of(compared, "drain").differs()).isTrue();
  }

  @Test
  void aTypeOfProgramThatOnlyOneKnowsMakesItsProgramsMissing() {
    var file = Product.EXAMPLES.resolve("parser_xdp.bpf.o");
    var one = Lab.engine("proposal");
    var other =
        Engine.of(
            Semantics.named("proposal"),
            Lab.families().stream().filter(f -> !f.info().id().equals("net")).toList());
    var there = Comparison.of(one, other).programs(one.load(file), other.load(file));
    assertThat(there)
        .isNotEmpty()
        .allSatisfy(
            pair ->
                assertThat(pair.compare().right())
                    .isEqualTo(new Standing.Absent("programs of type xdp are not known here")));
    var back = Comparison.of(other, one).programs(other.load(file), one.load(file));
    assertThat(back)
        .allSatisfy(pair -> assertThat(words(pair.compare())).isEqualTo("absent / accepted"));
  }

  private static RulesComparison rules(String left, String right) {
    return Comparison.of(Lab.engine(left), Lab.engine(right)).rules();
  }

  private static Difference of(RulesComparison rules, Kind kind, String name) {
    return rules.differences().stream()
        .filter(one -> one.kind() == kind && one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSemanticsIsTheSameAsItself() {
    for (var name : List.of("linux", "proposal")) {
      assertThat(rules(name, name).differences()).isEmpty();
      assertThat(rules(name, name).same()).isPositive();
    }
  }

  @Test
  void theRulesThatAPolicyChanges() {
    var rules = rules("proposal", "proposal+refcount=helper");
    assertThat(of(rules, Kind.POLICY, "refcount").onlyLeft())
        .containsExactly(new Fact("is", "", "caller", ""));
    assertThat(of(rules, Kind.POLICY, "refcount").onlyRight())
        .containsExactly(new Fact("is", "", "helper", ""));
    assertThat(of(rules, Kind.FUNCTION, "bpf_refcount_inc").presence()).isEqualTo(Presence.LEFT);
    assertThat(of(rules, Kind.FUNCTION, "bpf_refcount_acquire").presence())
        .isEqualTo(Presence.RIGHT);
    assertThat(rules.differences()).noneMatch(one -> one.name().equals("bpf_list_first"));
  }

  @Test
  void theRulesOfTwoSemanticsFunctionByFunction() {
    var rules = rules("linux", "proposal");
    assertThat(of(rules, Kind.FUNCTION, "bpf_obj_new_impl").presence()).isEqualTo(Presence.LEFT);
    assertThat(of(rules, Kind.FUNCTION, "bpf_kptr_alloc").presence()).isEqualTo(Presence.RIGHT);
    var pop = of(rules, Kind.FUNCTION, "bpf_list_pop_front");
    assertThat(pop.presence()).isEqualTo(Presence.BOTH);
    assertThat(pop.onlyLeft()).extracting(Fact::rule).contains("list.other-lock-held");
    assertThat(pop.onlyRight()).extracting(Fact::rule).contains("list.iterated");
    assertThat(pop.onlyRight()).filteredOn(fact -> fact.aspect().equals("does")).isNotEmpty();
    assertThat(of(rules, Kind.FIELD, "bpf_list_node").onlyLeft())
        .contains(new Fact("is", "", "struct, 24 bytes aligned to 8", ""));
    assertThat(of(rules, Kind.FIELD, "bpf_list_node").onlyRight())
        .contains(new Fact("is", "", "struct, 16 bytes aligned to 8", ""));
  }
}
