package mortise.engine.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mortise.engine.compare.RulesComparison.Kind;
import mortise.spi.Access;
import mortise.spi.Effect;
import mortise.spi.FieldKind;
import mortise.spi.MapKind;
import mortise.spi.Outcome;
import mortise.spi.ProgramKind;
import mortise.spi.SectionKind;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rulebook.Step;
import mortise.verifier.rulebook.Subscriber;

/// What a semantics' declarations say, fact by fact.
final class Facts {
  private final RuleBook book;

  Facts(RuleBook book) {
    this.book = book;
  }

  /// All declarations of the kind, by name.
  Map<String, List<Fact>> of(Kind kind) {
    var all = new TreeMap<String, List<Fact>>();
    switch (kind) {
      case POLICY -> book.policies().forEach((name, policy) -> all.put(name, policy(name)));
      case FUNCTION -> book.functions().forEach(f -> all.put(f.name(), function(f)));
      case EVENT -> book.subscribers().forEach((event, who) -> all.put(event.name(), event(who)));
      case FIELD -> fields().forEach(field -> all.put(name(field), field(field)));
      case SECTION -> sections().forEach(section -> all.put(section.name(), section(section)));
      case TYPES -> all.put("types", types());
      case PROGRAM_TYPE -> book.programs().values().forEach(k -> all.put(k.name(), program(k)));
      case MAP_TYPE -> book.maps().values().forEach(k -> all.put(k.name(), map(k)));
    }
    return all;
  }

  private List<Fact> policy(String name) {
    var facts = new ArrayList<Fact>();
    facts.add(Fact.of("is", book.choices().getOrDefault(name, "")));
    book.policies().entrySet().stream()
        .filter(entry -> entry.getKey().equals(name))
        .forEach(entry -> facts.add(Fact.of("may be", entry.getValue().domain())));
    return facts;
  }

  private static List<Fact> function(FunctionPlan function) {
    var notation = new Notation();
    var facts = new ArrayList<Fact>();
    if (function.isHelper()) {
      facts.add(Fact.of("is", "helper #" + function.helper()));
    }
    for (var parameter : function.parameters()) {
      facts.add(Fact.of("takes", parameter.name() + ": " + notation.text(parameter.kind())));
    }
    list(facts, "is for", function.programKinds());
    list(facts, "may be called in", function.allowedIn().stream().map(SectionKind::name).toList());
    flag(facts, function.gplOnly(), "is for GPL-compatible programs");
    flag(facts, function.takesPackets(), "takes packets");
    flag(facts, function.sleeps(), "may sleep");
    function.entry().forEach(demand -> facts.add(demand(demand)));
    for (var step : function.steps()) {
      if (step instanceof Step.Demand demand) {
        facts.add(demand(demand));
      }
    }
    for (var group : function.effects()) {
      does(facts, new Notation(group.roles()), group.effects());
    }
    function
        .callback()
        .ifPresent(
            callback ->
                facts.add(
                    Fact.of(
                        "calls back",
                        callback.parameter().name()
                            + ": "
                            + notation.text(callback.invocation()))));
    function.outcomes().forEach(outcome -> facts.add(outcome(outcome, notation)));
    if (function.outcomes().isEmpty()) {
      facts.add(Fact.of("returns", notation.text(function.result())));
    }
    for (var announcement : function.announcements()) {
      facts.add(
          Fact.of(
              "announces", announcement.event().name() + notation.text(announcement.subjects())));
    }
    return facts;
  }

  private static void flag(List<Fact> facts, boolean holds, String text) {
    if (holds) {
      facts.add(Fact.of("is", text));
    }
  }

  private static Fact demand(Step.Demand demand) {
    return new Fact(
        "requires",
        demand.rule().id(),
        demand.rule().message().lines().reduce("", (before, line) -> line),
        new Notation(demand.roles()).text(demand.condition()));
  }

  private static void does(List<Fact> facts, Notation notation, List<Effect> effects) {
    effects.forEach(effect -> facts.add(Fact.of("does", notation.text(effect))));
  }

  private static Fact outcome(Outcome outcome, Notation notation) {
    var text =
        Stream.of(
                notation.text(outcome.result()),
                outcome.effects().stream().map(notation::text).collect(Collectors.joining(", ")),
                outcome.when().map(when -> "possible if " + notation.text(when)).orElse(""),
                outcome.repeats() ? "repeats" : "")
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; "));
    return Fact.of("outcome", outcome.name() + ": " + text);
  }

  private static List<Fact> event(List<Subscriber> subscribers) {
    var facts = new ArrayList<Fact>();
    for (var subscriber : subscribers) {
      subscriber.demands().forEach(demand -> facts.add(demand(demand)));
      does(facts, new Notation(), subscriber.effects());
    }
    return facts;
  }

  private List<FieldKind> fields() {
    return Stream.of(
            book.structFields().values().stream(),
            book.taggedFields().values().stream().flatMap(Collection::stream),
            book.pointerFields().values().stream())
        .flatMap(all -> all)
        .toList();
  }

  private static String name(FieldKind field) {
    return field.name() + field.tag().map(tag -> " \"" + tag.form() + "\"").orElse("");
  }

  private static List<Fact> field(FieldKind field) {
    var notation = new Notation();
    var facts = new ArrayList<Fact>();
    facts.add(
        Fact.of(
            "is",
            "%s, %d bytes aligned to %d"
                .formatted(notation.text(field.form()), field.size(), field.alignment())));
    flag(facts, field.unique(), "at most once in a type");
    flag(facts, field.inArrays(), "allowed in arrays");
    field.holds().ifPresent(node -> facts.add(Fact.of("holds", node.name())));
    field.guards().forEach(guard -> facts.add(Fact.of("is guarded by", guard.name())));
    list(facts, "may stand in", field.places().stream().map(notation::text).toList());
    list(facts, "may stand in values of", field.mapKinds());
    field.access().ifPresent(access -> access(facts, access, notation));
    return facts;
  }

  private static void access(List<Fact> facts, Access access, Notation notation) {
    for (var load : access.loads()) {
      facts.add(
          Fact.of("loads", notation.text(load.gives()) + " if " + notation.text(load.when())));
    }
    for (var store : access.stores()) {
      facts.add(
          new Fact(
              "stores",
              store.rule().id(),
              store.rule().message(),
              notation.text(store.condition())));
    }
  }

  private Set<SectionKind> sections() {
    var sections = new LinkedHashSet<SectionKind>();
    book.functions().forEach(function -> sections.addAll(function.allowedIn()));
    book.implications().forEach(one -> sections.addAll(List.of(one.section(), one.implied())));
    book.endings().forEach(one -> sections.add(one.section()));
    book.sleepless().forEach(one -> sections.add(one.section()));
    for (var function : book.functions()) {
      function.effects().forEach(group -> entered(group.effects(), sections));
      function.outcomes().forEach(outcome -> entered(outcome.effects(), sections));
      function.invocation().flatMap(how -> how.inside()).ifPresent(sections::add);
    }
    return sections;
  }

  private static void entered(List<Effect> effects, Set<SectionKind> sections) {
    for (var effect : effects) {
      if (effect instanceof Effect.Enter enter) {
        sections.add(enter.section());
      }
    }
  }

  private List<Fact> section(SectionKind section) {
    var notation = new Notation();
    var facts = new ArrayList<Fact>();
    facts.add(
        Fact.of(
            "calls inside",
            section.restrictsCalls() ? "only of functions that say so" : "as elsewhere"));
    facts.add(
        new Fact(
            "must be left", section.heldAtBoundary().id(), section.heldAtBoundary().message(), ""));
    book.implications().stream()
        .filter(one -> one.section().equals(section))
        .forEach(one -> facts.add(Fact.of("counts as", one.implied().name())));
    book.sleepless().stream()
        .filter(one -> one.section().equals(section))
        .forEach(one -> facts.add(Fact.of("is", "sleepless, a " + one.region())));
    book.endings().stream()
        .filter(one -> one.section().equals(section))
        .forEach(
            one ->
                facts.add(
                    Fact.of(
                        "at its end",
                        "%s pointers: %s"
                            .formatted(one.qualifier(), notation.text(one.transform())))));
    return facts;
  }

  private List<Fact> types() {
    var notation = new Notation();
    var facts = new ArrayList<Fact>();
    book.ownership()
        .ifPresent(
            limit ->
                facts.add(
                    new Fact(
                        "requires",
                        limit.rule().id(),
                        "types own each other at most %d levels deep".formatted(limit.levels()),
                        "")));
    for (var layout : book.layouts()) {
      facts.add(
          new Fact(
              "requires",
              layout.rule().id(),
              layout.rule().message(),
              "%s needs one of %s"
                  .formatted(notation.text(layout.present()), notation.text(layout.needsOneOf()))));
    }
    for (var one : book.forbidden()) {
      facts.add(
          new Fact(
              "requires",
              one.rule().id(),
              one.rule().message(),
              "no %s in programs of type %s".formatted(one.field(), one.programKinds())));
    }
    for (var one : book.globalArguments()) {
      facts.add(
          new Fact(
              "requires", one.rule().id(), one.rule().message(), notation.text(one.condition())));
    }
    book.lockOrder()
        .forEach(rule -> facts.add(new Fact("requires", rule.id(), rule.message(), "")));
    for (var one : book.alsoQualified()) {
      facts.add(
          Fact.of(
              "qualifies",
              "%s pointers to types with %s: %s too"
                  .formatted(one.given(), one.present(), one.also())));
    }
    new TreeMap<>(book.walks())
        .forEach((member, access) -> facts.addAll(loads(member, access, notation)));
    book.walk().forEach(access -> facts.addAll(loads("any member", access, notation)));
    new TreeMap<>(book.hosts())
        .values()
        .forEach(
            host ->
                facts.add(
                    Fact.of(
                        "loads",
                        "struct %s of the host's%s"
                            .formatted(
                                host.name(),
                                host.destructor().map(f -> ", ended by " + f).orElse("")))));
    return facts;
  }

  private static List<Fact> loads(String member, Access access, Notation notation) {
    return access.loads().stream()
        .map(
            load ->
                Fact.of(
                    "loads",
                    "%s: %s if %s"
                        .formatted(
                            member, notation.text(load.gives()), notation.text(load.when()))))
        .toList();
  }

  private static List<Fact> program(ProgramKind kind) {
    var notation = new Notation();
    var facts = new ArrayList<Fact>();
    facts.add(Fact.of("has", "a context of %d bytes".formatted(kind.contextSize())));
    facts.add(Fact.of("packets", notation.text(kind.packets())));
    flag(facts, kind.sleepable(), "sleepable");
    kind.returns().ifPresent(r -> facts.add(Fact.of("returns", r.lowest() + ".." + r.highest())));
    kind.fields().forEach(field -> facts.add(Fact.of("has", notation.text(field))));
    return facts;
  }

  private static List<Fact> map(MapKind kind) {
    var facts = new ArrayList<Fact>();
    facts.add(Fact.of("described by", kind.descriptor()));
    flag(facts, kind.holdsMaps(), "a map of maps");
    flag(facts, kind.directValues(), "usable for direct values");
    flag(facts, kind.keysAreIndices(), "indexed");
    flag(facts, kind.forSleepers(), "usable by sleepable programs");
    return facts;
  }

  private static void list(List<Fact> facts, String aspect, Collection<String> names) {
    if (!names.isEmpty()) {
      facts.add(Fact.of(aspect, names.stream().sorted().collect(Collectors.joining(", "))));
    }
  }
}
