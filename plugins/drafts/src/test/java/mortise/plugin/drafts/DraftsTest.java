package mortise.plugin.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mortise.plugin.drafts.linux.LinuxDrafts;
import mortise.spi.Access;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.EventKind;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Parameter;
import mortise.spi.Rule;
import mortise.spi.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every declaration must be, and the table that sums them up.
class DraftsTest {
  static List<HelperFamily> linux() {
    return LinuxDrafts.families();
  }

  static List<HelperFamily> families() {
    return linux();
  }

  static List<List<HelperFamily>> semantics() {
    return List.of(linux());
  }

  @ParameterizedTest
  @MethodSource("semantics")
  void functionsAreDeclaredOnce(List<HelperFamily> families) {
    var names = new ArrayList<String>();
    for (var family : families) {
      var survey = new Survey(family);
      survey.recordings.forEach(r -> assertThat(r.problems).isEmpty());
      survey.functions().forEach(f -> names.add(f.name));
    }
    assertThat(names).doesNotHaveDuplicates().isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("semantics")
  void everyRuleIsUsedAndDocumented(List<HelperFamily> families)
      throws ReflectiveOperationException {
    var used = new TreeSet<String>();
    families.forEach(family -> new Survey(family).rules().forEach(rule -> used.add(rule.id())));
    var declared = new ArrayList<String>();
    for (var family : families) {
      for (var rule : declaredRules(family)) {
        declared.add(rule.id());
        assertThat(rule.family()).as(rule.id()).isEqualTo(family.info().id());
        assertThat(List.of(rule.documentation(), rule.suggestion(), rule.source(), rule.message()))
            .as(rule.id())
            .doesNotContain("");
      }
    }
    assertThat(declared).doesNotHaveDuplicates();
    assertThat(used).containsExactlyInAnyOrderElementsOf(declared);
  }

  @ParameterizedTest
  @MethodSource("families")
  void messagesUseWordsThatTheirConditionsKnow(HelperFamily family) {
    var known = new HashMap<Rule, Set<String>>();
    for (var recording : new Survey(family).recordings) {
      Words.collect(recording, known);
    }
    known.forEach(
        (rule, words) ->
            assertThat(words).as(rule + ": " + rule.message()).containsAll(Words.in(rule)));
  }

  @ParameterizedTest
  @MethodSource("families")
  void subjectsBelongToWhatSpeaksOfThem(HelperFamily family) {
    for (var recording : new Survey(family).recordings) {
      for (var f : recording.functions.values()) {
        for (var requirement : f.requirements) {
          check(f.name, requirement, f.parameters, List.of(), false, Set.of());
        }
        check(f.name, f.announcements, f.parameters, List.of(), true, Set.of());
        check(f.name, f.effects, f.parameters, List.of(), true, Set.of());
        check(f.name, f.invocations, f.parameters, List.of(), true, Set.of());
        check(f.name, f.outcomes, f.parameters, List.of(), true, Set.of());
        check(f.name, f.results, f.parameters, List.of(), false, Set.of());
      }
      for (var s : recording.subscriptions) {
        check(s.event.name(), s.requirements, List.of(), s.event.roles(), false, Set.of());
        check(s.event.name(), s.effects, List.of(), s.event.roles(), false, Set.of());
      }
      check(
          "global arguments",
          recording.globalArguments,
          List.of(),
          List.of(),
          false,
          new HashSet<>(recording.globalSubjects));
    }
  }

  /// Walks down, and knows at each subject what may be spoken of there.
  private static void check(
      String where,
      Object part,
      List<Parameter> parameters,
      List<EventKind.Role> roles,
      boolean result,
      Set<Subject> tracked) {
    switch (part) {
      case Parameter p ->
          assertThat(parameters.contains(p))
              .as("%s speaks of %s, which is no parameter of it", where, p.name())
              .isTrue();
      case EventKind.Role role -> assertThat(roles).as(where).contains(role);
      case Subject.Returned _ -> assertThat(result).as("%s: the result", where).isTrue();
      case Subject.Tracked each ->
          assertThat(tracked).as("%s: %s is not bound", where, each.name()).contains(each);
      case Access.Part field ->
          assertThat(where).as("%s is spoken of outside of an access", field).isEqualTo("access");
      case Effect.ForEach(var each, var condition, var effects) -> {
        var bound = with(tracked, each);
        check(where, condition, parameters, roles, result, bound);
        check(where, effects, parameters, roles, result, bound);
        return;
      }
      case Condition.None(var each, var condition) -> {
        check(where, condition, parameters, roles, result, with(tracked, each));
        return;
      }
      case Effect.Announce(var event, var subjects) -> {
        assertThat(subjects).as("%s announces %s", where, event).hasSameSizeAs(event.roles());
        check(where, subjects, parameters, roles, result, tracked);
        return;
      }
      case RecordedFunction.Announcement(var event, var subjects) -> {
        assertThat(subjects).as("%s announces %s", where, event).hasSameSizeAs(event.roles());
        check(where, subjects, parameters, roles, result, tracked);
        return;
      }
      case Invocation.Received received -> assertThat(received.index()).as(where).isBetween(0, 4);
      default -> {
        // Looked at by its parts.
      }
    }
    for (var component : Parts.components(part)) {
      check(where, component, parameters, roles, result, tracked);
    }
  }

  private static Set<Subject> with(Set<Subject> tracked, Subject more) {
    var all = new HashSet<>(tracked);
    all.add(more);
    return all;
  }

  @ParameterizedTest
  @MethodSource("semantics")
  void whatIsSubscribedToIsAnnounced(List<HelperFamily> families) {
    var announced = new LinkedHashSet<String>();
    var subscribed = new LinkedHashSet<String>();
    for (var family : families) {
      var survey = new Survey(family);
      for (var f : survey.functions()) {
        f.announcements.forEach(a -> announced.add(a.event().name()));
        Survey.partsOf(Effect.Announce.class, f).forEach(a -> announced.add(a.event().name()));
      }
      survey.subscriptions().forEach(s -> subscribed.add(s.event.name()));
    }
    assertThat(announced).containsAll(subscribed);
  }

  @ParameterizedTest
  @MethodSource("families")
  void functionsSayWhatTheyAreAndWhatTheyGive(HelperFamily family) {
    for (var f : new Survey(family).functions()) {
      assertThat(f.prototype).as(f.name).contains(f.name + "(");
      assertThat(f.documentation).as(f.name).isNotBlank();
      assertThat(f.results.size() + Math.min(1, f.outcomes.size())).as(f.name).isEqualTo(1);
      assertThat(f.parameters).as(f.name).hasSizeLessThanOrEqualTo(5);
      assertThat(f.parameters).as(f.name).extracting(Parameter::name).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void fieldsHaveSizesThatTheirAlignmentDivides(HelperFamily family) {
    for (FieldKind kind : new Survey(family).recordings.getFirst().fields) {
      assertThat(kind.size() % kind.alignment()).as(kind.name()).isZero();
    }
  }

  @Test
  void theTableIsUpToDate() throws IOException {
    var table = Table.of(Map.of("linux", linux()));
    var file = Path.of("README.md");
    if (Boolean.getBoolean("bless")) {
      Files.writeString(file, table);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("README.md differs; run the test with -Dsurefire.argLine=-Dbless=true")
        .isEqualTo(table);
  }

  /// The rules that stand in the family's class of rules.
  private static Set<Rule> declaredRules(HelperFamily family) throws ReflectiveOperationException {
    var rules = new TreeSet<Rule>((a, b) -> a.id().compareTo(b.id()));
    var holder = Class.forName(family.getClass().getName() + "Rules");
    for (var field : holder.getDeclaredFields()) {
      field.setAccessible(true);
      rules.addAll(Parts.of(Rule.class, field.get(null)));
    }
    return rules;
  }
}
