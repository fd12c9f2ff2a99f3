package mortise.verifier.rulebook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mortise.spi.EventKind;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.HostType;
import mortise.spi.HostView;
import mortise.spi.MapKind;
import mortise.spi.OwnershipLimit;
import mortise.spi.ProgramKind;
import mortise.spi.Qualifier;
import mortise.spi.Rule;
import mortise.spi.Spi;

/// Puts a semantics together from families and chosen policies.
///
/// A family that cannot take part (another SPI, an exception while declaring) is left out and named
/// in [RuleBook#problems]. Of several versions of one family the newest that can take part does,
/// and the others are named there too. Families that contradict each other make the whole
/// impossible.
public final class Assembler {
  private final String name;
  private final Map<String, String> choices;
  private final List<FamilyDraft> drafts = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Assembler(String name, Map<String, String> choices) {
    this.name = name;
    this.choices = choices;
  }

  /// The rule book of the families that offer the semantics called `name`.
  ///
  /// @throws SemanticsException if they contradict each other or a choice is unknown
  public static RuleBook assemble(
      String name, List<? extends HelperFamily> families, Map<String, String> choices) {
    var assembler = new Assembler(name, choices);
    // By id, so that the order of subscribers does not depend on where families were found.
    var offers = new TreeMap<String, List<Offer>>();
    for (var family : families) {
      assembler
          .offer(family)
          .ifPresent(o -> offers.computeIfAbsent(o.info().id(), id -> new ArrayList<>()).add(o));
    }
    offers.values().forEach(assembler::choose);
    return assembler.finish();
  }

  /// What a family says of itself, and where it comes from.
  private record Offer(FamilyInfo info, HelperFamily family) {
    /// Whether the two are the same plugin, perhaps in different versions: of one module or, where
    /// modules have no names, of one class.
    boolean isSamePluginAs(Offer other) {
      var mine = family.getClass().getModule();
      var others = other.family.getClass().getModule();
      return (mine != others && mine.isNamed() && others.isNamed())
          ? mine.getName().equals(others.getName())
          : family.getClass().getName().equals(other.family.getClass().getName());
    }

    /// `seal 1.0.0 (linux)`, and of which file.
    @Override
    public String toString() {
      return info + Origin.of(family.getClass());
    }
  }

  private Optional<Offer> offer(HelperFamily family) {
    try {
      var info = family.info();
      if (!info.semantics().equals(name)) {
        return Optional.empty();
      }
      if (info.spi().contains(Spi.VERSION)) {
        return Optional.of(new Offer(info, family));
      }
      problems.add(
          "family %s was written for SPI %s, but this is SPI %s: left out"
              .formatted(info, info.spi(), Spi.VERSION));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      problems.add(
          "family %s failed while saying what it is, left out: %s"
              .formatted(family.getClass().getName(), e));
    }
    return Optional.empty();
  }

  /// Takes the newest version of a family that can take part.
  private void choose(List<Offer> versions) {
    for (var offer : versions) {
      if (!offer.isSamePluginAs(versions.getFirst())) {
        throw new SemanticsException(
            "two plugins offer the family %s of semantics '%s': %s and %s"
                .formatted(offer.info().id(), name, versions.getFirst(), offer));
      }
    }
    var newestFirst = new ArrayList<>(versions);
    newestFirst.sort(Comparator.comparing((Offer o) -> o.info().version()).reversed());
    Optional<Offer> taken = Optional.empty();
    for (var offer : newestFirst) {
      if (taken.isEmpty()) {
        taken = Optional.of(offer).filter(this::declare);
      } else {
        problems.add(
            offer.info().equals(taken.get().info())
                ? "family %s is here twice: %s is passed over".formatted(taken.get(), offer)
                : "family %s is passed over, because %s is here too".formatted(offer, taken.get()));
      }
    }
  }

  private boolean declare(Offer offer) {
    try {
      var draft = new FamilyDraft(offer.info(), name, choices);
      offer.family().declare(draft);
      drafts.add(draft);
      return true;
    } catch (SemanticsException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      problems.add("family %s failed while declaring, left out: %s".formatted(offer.info(), e));
      return false;
    }
  }

  private RuleBook finish() {
    var subscriptions = new LinkedHashMap<EventKind, List<SubscriptionDraft>>();
    var rules = new LinkedHashMap<String, Rule>();
    for (var draft : drafts) {
      for (var subscription : draft.subscriptions) {
        subscriptions
            .computeIfAbsent(subscription.event(), event -> new ArrayList<>())
            .add(subscription);
        subscription.demands().forEach(demand -> rules.put(demand.rule().id(), demand.rule()));
      }
      draft.forbidden.forEach(one -> rules.put(one.rule().id(), one.rule()));
      draft.layouts.forEach(layout -> rules.put(layout.rule().id(), layout.rule()));
      draft.globalArguments.forEach(one -> rules.put(one.rule().id(), one.rule()));
      draft.maps.stream()
          .flatMap(kind -> kind.addressSpace().stream())
          .forEach(space -> rules.put(space.several().id(), space.several()));
      draft.lockOrder.forEach(rule -> rules.put(rule.id(), rule));
      Raised.by(draft).forEach(rule -> rules.put(rule.id(), rule));
    }
    new Validation(drafts).check();
    var byName = new LinkedHashMap<String, FunctionPlan>();
    var byNumber = new LinkedHashMap<Integer, FunctionPlan>();
    var variants = new LinkedHashMap<Integer, List<FunctionPlan>>();
    for (var draft : drafts) {
      for (var function : draft.functions) {
        var plan = function.plan(subscriptions);
        var clash =
            plan.isHelper()
                ? byNumber.putIfAbsent(plan.helper(), plan)
                : byName.put(plan.name(), plan);
        if (clash != null && areVariants(clash, plan, variants)) {
          variants.computeIfAbsent(plan.helper(), id -> new ArrayList<>(List.of(clash))).add(plan);
        } else if (clash != null) {
          throw new SemanticsException(
              "two families declare %s: %s and %s"
                  .formatted(plan.name(), clash.family(), plan.family()));
        }
        function.rules().forEach(rule -> rules.put(rule.id(), rule));
        plan.allowedIn().stream()
            .flatMap(
                section ->
                    Stream.of(
                        section.callInside(), section.globalCallInside(), section.heldAtBoundary()))
            .forEach(rule -> rules.put(rule.id(), rule));
      }
    }
    var limit =
        drafts.stream()
            .flatMap(d -> d.ownership.stream())
            .min(
                Comparator.comparingInt(OwnershipLimit::levels)
                    .thenComparingInt(one -> -one.pointers().size()));
    var policies = Policies.of(drafts, name, choices);
    return new RuleBook(
        name,
        policies.choices(),
        drafts.stream().map(d -> d.info).toList(),
        byName,
        byNumber,
        variants,
        fields(FieldKind.Form.STRUCT),
        tagged(),
        fields(FieldKind.Form.TAGGED_POINTER),
        drafts.stream().flatMap(d -> d.layouts.stream()).toList(),
        limit,
        drafts.stream().anyMatch(d -> d.losingForbidden),
        drafts.stream().anyMatch(d -> d.layoutStrict),
        drafts.stream().flatMap(d -> d.endings.stream()).distinct().toList(),
        drafts.stream().flatMap(d -> d.implications.stream()).distinct().toList(),
        drafts.stream().flatMap(d -> d.forbidden.stream()).toList(),
        drafts.stream().flatMap(d -> d.sleepless.stream()).distinct().toList(),
        drafts.stream().flatMap(d -> d.alsoQualified.stream()).distinct().toList(),
        drafts.stream().flatMap(d -> d.writable.stream()).toList(),
        globalTags(drafts),
        drafts.stream().flatMap(d -> d.globalArguments.stream()).toList(),
        drafts.stream()
            .flatMap(d -> d.objects.entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a)),
        drafts.stream().flatMap(d -> d.entries.stream()).toList(),
        drafts.stream().flatMap(d -> d.handlers.stream()).distinct().toList(),
        drafts.stream().flatMap(d -> d.lockOrder.stream()).distinct().toList(),
        index(
            drafts,
            d -> d.walks,
            walk -> walk.struct() + "." + walk.member(),
            RuleBook.Walk::access),
        drafts.stream().flatMap(d -> d.walk.stream()).toList(),
        index(drafts, d -> d.hosts, HostType::name),
        index(drafts, d -> d.views, HostView::name),
        subscribers(subscriptions),
        HostTypes.of(drafts),
        index(drafts, d -> d.maps, MapKind::number),
        index(drafts, d -> d.programs, ProgramKind::number),
        policies.all(),
        policies.conflicts(),
        rules,
        drafts.stream().flatMap(d -> d.headers.stream()).distinct().toList(),
        problems,
        Set.of());
  }

  private static Map<String, Qualifier> globalTags(List<FamilyDraft> drafts) {
    var tags = new LinkedHashMap<String, Qualifier>();
    drafts.forEach(draft -> tags.putAll(draft.globalTags));
    return tags;
  }

  /// Whether a helper that is there already may be another one to programs of other kinds.
  private static boolean areVariants(
      FunctionPlan first, FunctionPlan plan, Map<Integer, List<FunctionPlan>> variants) {
    return plan.isHelper()
        && variants.getOrDefault(plan.helper(), List.of(first)).stream()
            .allMatch(
                one ->
                    one.name().equals(plan.name())
                        && !one.programKinds().isEmpty()
                        && !plan.programKinds().isEmpty()
                        && Collections.disjoint(one.programKinds(), plan.programKinds()));
  }

  private Map<String, FieldKind> fields(FieldKind.Form form) {
    var fields = new LinkedHashMap<String, FieldKind>();
    for (var draft : drafts) {
      for (var field : draft.fields) {
        if (field.form() == form) {
          var clash = Optional.ofNullable(fields.get(field.name()));
          if (clash.isEmpty() || (clash.get().tag().isPresent() && field.tag().isEmpty())) {
            fields.put(field.name(), field);
          }
          if (clash.isPresent() && clash.get() != field && clash.get().tag().equals(field.tag())) {
            throw new SemanticsException(
                "family %s declares the field kind %s, which another family has declared"
                    .formatted(draft.info, field));
          }
        }
      }
    }
    return fields;
  }

  /// Kinds that share their struct with another, and are told by their tags.
  private Map<String, List<FieldKind>> tagged() {
    var primary = fields(FieldKind.Form.STRUCT);
    var tagged = new LinkedHashMap<String, List<FieldKind>>();
    for (var draft : drafts) {
      for (var field : draft.fields) {
        if (field.form() == FieldKind.Form.STRUCT && primary.get(field.name()) != field) {
          tagged.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(field);
        }
      }
    }
    return tagged;
  }

  private static Map<EventKind, List<Subscriber>> subscribers(
      Map<EventKind, List<SubscriptionDraft>> subscriptions) {
    var subscribers = new LinkedHashMap<EventKind, List<Subscriber>>();
    subscriptions.forEach(
        (event, all) ->
            subscribers.put(
                event,
                all.stream()
                    .map(
                        one ->
                            new Subscriber(
                                one.family(),
                                one.demands(),
                                one.effectList(),
                                one.beforeListeners(),
                                one.afterListeners()))
                    .toList()));
    return subscribers;
  }

  private static <K, V> Map<K, V> index(
      List<FamilyDraft> drafts, Function<FamilyDraft, List<V>> values, Function<V, K> key) {
    return index(drafts, values, key, value -> value);
  }

  private static <K, V, T> Map<K, T> index(
      List<FamilyDraft> drafts,
      Function<FamilyDraft, List<V>> values,
      Function<V, K> key,
      Function<V, T> what) {
    var index = new LinkedHashMap<K, T>();
    for (var draft : drafts) {
      for (var value : values.apply(draft)) {
        index.put(key.apply(value), what.apply(value));
      }
    }
    return index;
  }
}
