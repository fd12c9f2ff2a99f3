package mortise.verifier.layout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mortise.object.BpfMap;
import mortise.object.HostBtf;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.spi.FieldKind;
import mortise.spi.LayoutConstraint;
import mortise.spi.OwnershipLimit;
import mortise.spi.Tag;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rules.ProgramRules;
import mortise.verifier.rules.Rejection;

/// The layouts of all types of one object under one semantics.
///
/// Source: linux `btf_parse_fields`, `btf_check_and_fixup_fields` (6.18).
public final class TypeLayouts {
  /// How many special fields one type may have.
  static final int MAX_FIELDS = 11;

  private final Btf btf;
  private final RuleBook rules;
  private final HostBtf host;
  private final Map<Integer, StructLayout> locals = new LinkedHashMap<>();
  private final IdentityHashMap<BpfMap, StructLayout> values = new IdentityHashMap<>();
  private final Map<Integer, StructLayout> plain = new ConcurrentHashMap<>();
  private final List<Rejection> problems = new ArrayList<>();
  private final Map<StructLayout, List<Rejection>> valueProblems = new LinkedHashMap<>();
  private final Map<StructLayout, Rejection> unusable = new HashMap<>();
  private final Map<StructLayout, String> untyped = new LinkedHashMap<>();

  private TypeLayouts(Btf btf, RuleBook rules, HostBtf host) {
    this.btf = btf;
    this.rules = rules;
    this.host = host;
  }

  /// The layouts of the structs in `btf` and the values of `maps`.
  public static TypeLayouts of(Btf btf, List<BpfMap> maps, RuleBook rules) {
    return of(btf, maps, rules, HostBtf.NONE);
  }

  /// The same, for programs of a host with these types.
  public static TypeLayouts of(Btf btf, List<BpfMap> maps, RuleBook rules, HostBtf host) {
    var layouts = new TypeLayouts(btf, rules, host);
    layouts.find(maps);
    var limit =
        rules.ownership().orElse(OwnershipLimit.of(Integer.MAX_VALUE, ProgramRules.OWNERSHIP));
    if (!rules.isOff(limit.rule())) {
      new OwnershipGraph(layouts.locals.values(), layouts.typesOf(maps), rules, limit)
          .check(layouts.problems);
    }
    return layouts;
  }

  /// The types of the host.
  public HostBtf host() {
    return host;
  }

  /// What is wrong with the structs: nothing in the object can be accepted.
  public List<Rejection> problems() {
    return problems;
  }

  /// What is wrong with the values of a map. Such values have no special fields: they are plain
  /// memory, which no family's functions can use.
  ///
  /// Source: linux `map_check_btf`, which keeps the error for later (6.18).
  public List<String> notes() {
    return Stream.concat(
            untyped.values().stream(),
            valueProblems.values().stream().flatMap(List::stream).map(Rejection::text))
        .toList();
  }

  /// Why the map cannot be made at all.
  public Optional<Rejection> unusable(BpfMap map) {
    return Optional.ofNullable(values.get(map)).map(unusable::get);
  }

  /// Whether the map is made as if nothing were known of its values, because they have fields that
  /// such a map cannot have.
  ///
  /// Source: linux `map_check_btf`, which refuses the map; and what loaders do then: they ask again
  /// without types.
  public boolean isUntyped(BpfMap map) {
    return Optional.ofNullable(values.get(map)).filter(untyped::containsKey).isPresent();
  }

  /// The struct with that id in the program's BTF, if there is one.
  public Optional<TypeView> local(long id) {
    if (id < 0 || id >= btf.size() || !(btf.type((int) id) instanceof BtfType.Struct struct)) {
      return Optional.empty();
    }
    var known = locals.get((int) id);
    return Optional.of(
        known != null
            ? known
            : plain.computeIfAbsent(
                (int) id, same -> new StructLayout(struct.name(), struct.size())));
  }

  /// The structs that have special fields, by their ids.
  public Map<Integer, TypeView> structs() {
    return Collections.unmodifiableMap(locals);
  }

  /// The names of the subprograms that tags of special fields name.
  public Set<String> functions() {
    return locals.values().stream()
        .flatMap(layout -> layout.fields().stream())
        .flatMap(field -> field.function().stream())
        .collect(Collectors.toSet());
  }

  /// The id of a struct, by its layout; 0 if it is none of this object's.
  public int idOf(TypeView type) {
    return Stream.concat(locals.entrySet().stream(), plain.entrySet().stream())
        .filter(entry -> entry.getValue().equals(type))
        .mapToInt(Map.Entry::getKey)
        .findFirst()
        .orElse(0);
  }

  /// What the values of a map look like.
  public TypeView value(BpfMap map) {
    var known = values.get(map);
    return known != null ? known : new StructLayout(map.name(), map.valueSize());
  }

  /// The structs that values of maps are.
  private Set<TypeView> typesOf(List<BpfMap> maps) {
    return maps.stream()
        .flatMap(map -> Optional.ofNullable(locals.get(btf.resolveId(map.valueType()))).stream())
        .collect(Collectors.toSet());
  }

  private void find(List<BpfMap> maps) {
    var finders = new LinkedHashMap<StructLayout, FieldFinder>();
    for (int id = 1; id < btf.size(); id++) {
      if (btf.type(id) instanceof BtfType.Struct struct) {
        var finder = new FieldFinder(btf, rules, FieldKind.Place.OBJECT);
        boolean direct = finder.hasDirectField(struct);
        if (rules.structFields().containsKey(struct.name()) || (!direct && !rules.layoutStrict())) {
          continue;
        }
        finder.search(struct, id, 0, "", 0);
        if (!direct && finder.found().isEmpty() && finder.problems().isEmpty()) {
          continue;
        }
        var layout = new StructLayout(struct.name(), struct.size());
        locals.put(id, layout);
        finders.put(layout, finder);
      }
    }
    finders.forEach(
        (layout, finder) -> {
          // Source: linux `btf_parse_struct_metas`, which expects fields where a member has one.
          if (finder.found().isEmpty() && finder.problems().isEmpty()) {
            problem(layout, "its special field is not aligned as its kind needs");
          }
          fill(layout, finder, FieldKind.Place.OBJECT, "");
        });
    for (var map : maps) {
      addValue(map);
      map.definition().inner().ifPresent(this::addValue);
    }
  }

  private void addValue(BpfMap map) {
    var place = map.isGlobalData() ? FieldKind.Place.GLOBAL : FieldKind.Place.MAP_VALUE;
    var finder = new FieldFinder(btf, rules, place);
    var type = btf.find(map.valueType()).map(t -> btf.resolve(map.valueType()));
    var layout = new StructLayout(map.name(), map.valueSize());
    values.put(map, layout);
    if (type.isEmpty()) {
      return;
    }
    if (type.get() instanceof BtfType.DataSection section) {
      for (var placed : section.variables()) {
        if (btf.type(placed.type()) instanceof BtfType.Variable variable) {
          finder.consider(variable.type(), placed.offset(), placed.type(), -1, variable.name(), 0);
        }
      }
    } else if (type.get() instanceof BtfType.Struct struct) {
      finder.search(struct, btf.resolveId(map.valueType()), 0, "", 0);
    } else {
      return;
    }
    var kind = rules.maps().get(map.type().id());
    fill(layout, finder, place, kind == null ? "" : kind.name());
    if (!map.isGlobalData()
        && (map.isReadOnly() || map.isWriteOnly())
        && !layout.fields().isEmpty()) {
      refuse(layout, layout + ": values with special fields cannot be read-only or write-only");
      if (untyped.containsKey(layout)) {
        layout.clear();
      }
    }
  }

  private void fill(StructLayout layout, FieldFinder finder, FieldKind.Place place, String map) {
    for (var problem : finder.problems()) {
      problem(layout, problem);
    }
    long end = 0;
    var fields = new ArrayList<>(finder.found());
    fields.removeIf(f -> !f.kind().places().contains(place));
    if (fields.size() > MAX_FIELDS) {
      problem(layout, "more than " + MAX_FIELDS + " special fields");
      return;
    }
    for (var found : fields) {
      var kind = found.kind();
      if (!map.isEmpty() && !kind.mapKinds().isEmpty() && !kind.mapKinds().contains(map)) {
        refuse(
            layout,
            "%s: %s: %s cannot stand in the values of a map of type %s; it can in: %s"
                .formatted(layout, found.path(), kind, map, String.join(", ", kind.mapKinds())));
        continue;
      }
      if (found.offset() < end) {
        problem(layout, found.path() + ": special fields overlap, or are not in order");
        continue;
      }
      end = found.offset() + kind.size();
      if (kind.unique() && layout.field(kind).isPresent()) {
        problem(layout, "%s: a second %s".formatted(found.path(), kind));
        continue;
      }
      resolve(layout, found).ifPresent(field -> layout.add(field, found.path()));
    }
    checkTogether(layout);
    if (valueProblems.containsKey(layout) || untyped.containsKey(layout)) {
      layout.clear();
    }
  }

  /// The map cannot be made with such values.
  private void refuse(StructLayout layout, String why) {
    if (rules.layoutStrict()) {
      unusable.put(layout, Rejection.of(ProgramRules.LAYOUT, "why", why));
    } else {
      untyped.put(layout, why + "; the map is made without types");
    }
  }

  private Optional<SpecialField> resolve(StructLayout layout, FieldFinder.Found found) {
    var kind = found.kind();
    if (kind.form() == FieldKind.Form.TAGGED_POINTER) {
      var pointee = pointee(found.type());
      var host = pointee.flatMap(TypeView::host);
      if (kind.isOwning() && host.isPresent() && host.get().destructor().isEmpty()) {
        problem(
            layout,
            "%s: a %s cannot own a %s, which has no destructor"
                .formatted(found.path(), kind, host.get().name()));
        return Optional.empty();
      }
      return Optional.of(new SpecialField(kind, (int) found.offset(), pointee, 0));
    }
    if (kind.tag().isEmpty()) {
      return Optional.of(new SpecialField(kind, (int) found.offset(), Optional.empty(), 0));
    }
    var tag = kind.tag().get();
    var tags = btf.tags(found.owner(), found.member());
    var matching = tags.stream().filter(t -> tag.startsLike(t) || tag.form().equals(t)).toList();
    if (matching.size() != 1) {
      problem(
          layout,
          "%s: a %s needs exactly one tag of the form '%s', but has %d"
              .formatted(found.path(), kind, tag.form(), matching.size()));
      return Optional.empty();
    }
    var match = tag.match(matching.getFirst());
    if (match.isEmpty()) {
      problem(
          layout,
          "%s: malformed tag '%s': it should be of the form '%s'"
              .formatted(found.path(), matching.getFirst(), tag.form()));
      return Optional.empty();
    }
    if (match.get().struct().isEmpty()) {
      return within(layout, found, matching.getFirst(), match.get());
    }
    var struct = match.get().struct().orElse("");
    var member = match.get().member().orElse("");
    var id = btf.id(struct, BtfType.Struct.class);
    if (id.isEmpty()) {
      problem(
          layout,
          "%s: the tag '%s' names struct %s, which this program does not have"
              .formatted(found.path(), matching.getFirst(), struct));
      return Optional.empty();
    }
    var element = locals.get(id.getAsInt());
    var node = btf.member(id.getAsInt(), member);
    var nodeKind =
        node.flatMap(n -> Optional.ofNullable(rules.structFields().get(typeName(n.type()))));
    if (node.isEmpty()
        || nodeKind.isEmpty()
        || kind.holds().filter(nodeKind.get()::equals).isEmpty()) {
      problem(
          layout,
          "%s: the tag '%s' names member %s of struct %s, which %s"
              .formatted(
                  found.path(),
                  matching.getFirst(),
                  member,
                  struct,
                  node.isEmpty() ? "it does not have" : "is no " + kind.holds().orElse(kind)));
      return Optional.empty();
    }
    TypeView view =
        element != null ? element : new StructLayout(struct, btf.size(id.getAsInt()).orElse(0));
    return Optional.of(
        new SpecialField(kind, (int) found.offset(), Optional.of(view), (int) node.get().offset()));
  }

  /// A tag that names a member of the field's own type, a subprogram, or nothing.
  private Optional<SpecialField> within(
      StructLayout layout, FieldFinder.Found found, String text, Tag.Match match) {
    int at = 0;
    if (match.member().isPresent()) {
      var member = btf.member(found.owner(), match.member().get());
      if (member.isEmpty()) {
        problem(
            layout,
            "%s: the tag '%s' names member %s, which its type does not have"
                .formatted(found.path(), text, match.member().get()));
        return Optional.empty();
      }
      long own =
          btf.type(found.owner()) instanceof BtfType.Composite owner && found.member() >= 0
              ? owner.members().get(found.member()).offset()
              : 0;
      at = (int) (found.offset() - own + member.get().offset());
    }
    return Optional.of(
        new SpecialField(
            found.kind(), (int) found.offset(), Optional.empty(), at, match.function()));
  }

  private String typeName(int type) {
    return btf.resolve(type).name();
  }

  private Optional<TypeView> pointee(int type) {
    if (btf.resolve(type) instanceof BtfType.Pointer pointer) {
      var name = typeName(pointer.type());
      var host = rules.hostTypes().get(name);
      return host == null
          ? local(btf.resolveId(pointer.type()))
          : Optional.of(StructLayout.of(host, btf.size(pointer.type()).orElse(0)));
    }
    return Optional.empty();
  }

  private void checkTogether(StructLayout layout) {
    for (var field : layout.fields()) {
      var guards = field.kind().guards();
      if (!guards.isEmpty() && guards.stream().noneMatch(g -> layout.field(g).isPresent())) {
        problem(
            layout, "a %s needs a %s in the same type".formatted(field.kind(), guards.getFirst()));
      }
    }
    for (var constraint : rules.layouts()) {
      if (breaks(layout, constraint) && !rules.isOff(constraint.rule())) {
        add(
            layout,
            Rejection.of(constraint.rule(), "struct", layout.name())
                .with("fields", constraint.present()));
      }
    }
  }

  private static boolean breaks(StructLayout layout, LayoutConstraint constraint) {
    return constraint.present().stream().allMatch(kind -> layout.field(kind).isPresent())
        && constraint.needsOneOf().stream().noneMatch(kind -> layout.field(kind).isPresent());
  }

  private void problem(StructLayout layout, String why) {
    add(layout, Rejection.of(ProgramRules.LAYOUT, "why", layout.name() + ": " + why));
  }

  private void add(StructLayout layout, Rejection problem) {
    if (values.containsValue(layout)) {
      valueProblems.computeIfAbsent(layout, same -> new ArrayList<>()).add(problem);
    } else {
      problems.add(problem);
    }
  }
}
