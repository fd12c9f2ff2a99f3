package mortise.verifier.explore;

import java.util.List;
import java.util.OptionalInt;
import mortise.object.BpfMap;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.spi.Condition;
import mortise.spi.Subject;
import mortise.spi.TypeView;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;

/// Conditions on types.
final class Types {
  /// The type of what has none.
  static final TypeView NOTHING =
      new TypeView() {
        @Override
        public String name() {
          return "";
        }

        @Override
        public long size() {
          return 0;
        }

        @Override
        public List<SpecialField> fields() {
          return List.of();
        }
      };

  private Types() {}

  static boolean hasOnlyFields(Condition.HasOnlyFields condition, CallSite site) {
    return site.type(condition.subject())
        .filter(
            t ->
                t.fields().stream()
                    .allMatch(f -> condition.kinds().stream().anyMatch(k -> f.kind().is(k))))
        .isPresent();
  }

  /// Whether what it points to has a type in the program's BTF.
  static boolean isTyped(Subject subject, CallSite site) {
    return site.pointer(subject)
        .filter(
            pointer ->
                switch (pointer.region()) {
                  case Region.MapValue value -> isTyped(value.map(), site);
                  case Region.Map map -> isTyped(map.map(), site);
                  default -> CallSite.typeOf(pointer).isPresent();
                })
        .isPresent();
  }

  private static boolean isTyped(BpfMap map, CallSite site) {
    return map.valueType() != 0
        && !site.verification().layouts.isUntyped(map)
        && site.verification().program.btf().find(map.valueType()).isPresent();
  }

  /// Source: linux `__btf_type_is_scalar_struct` (6.18).
  static boolean onlyNumbers(Condition.OnlyNumbers condition, CallSite site) {
    var id = typeId(condition.subject(), site);
    return id.isPresent()
        && onlyNumbers(site.verification().program.btf(), id.getAsInt(), condition.levels());
  }

  private static OptionalInt typeId(Subject subject, CallSite site) {
    var constant = site.constant(subject);
    if (constant.isPresent()) {
      return site.type(subject).isPresent()
          ? OptionalInt.of((int) constant.getAsLong())
          : OptionalInt.empty();
    }
    var pointer = site.pointer(subject);
    if (pointer.isEmpty()) {
      return OptionalInt.empty();
    }
    return switch (pointer.get().region()) {
      case Region.Local local -> OptionalInt.of(local.typeId());
      case Region.MapValue value -> OptionalInt.of(value.map().valueType());
      case Region.Map map -> OptionalInt.of(map.map().valueType());
      default -> OptionalInt.empty();
    };
  }

  static boolean onlyNumbers(Btf btf, int struct, int levels) {
    if (!(btf.resolve(struct) instanceof BtfType.Composite composite)) {
      return false;
    }
    for (var member : composite.members()) {
      int type = member.type();
      boolean several = btf.resolve(type) instanceof BtfType.Array;
      if (btf.resolve(type) instanceof BtfType.Array array) {
        if (array.count() == 0) {
          return false;
        }
        type = array.element();
      }
      boolean fine =
          switch (btf.resolve(type)) {
            case BtfType.Composite nested ->
                !several && levels > 0 && onlyNumbers(btf, type, levels - 1);
            case BtfType.Int number -> true;
            case BtfType.Enumeration number -> true;
            default -> false;
          };
      if (!fine) {
        return false;
      }
    }
    return true;
  }

  static boolean isLocalOr(Condition.IsLocalOr condition, CallSite site) {
    var pointer = subjectRegion(condition.subject(), site);
    if (pointer instanceof Region.Host host) {
      return condition.hostTypes().contains(host.type());
    }
    return site.type(condition.subject())
        .filter(
            type ->
                !site.verification().rules.hostTypes().containsKey(type.name())
                    || condition.hostTypes().contains(type.name()))
        .isPresent();
  }

  private static Region subjectRegion(Subject subject, CallSite site) {
    return site.pointer(subject).map(Pointer::region).orElse(new Region.Context());
  }

  /// Source: linux `map_kptr_match_type` (6.18).
  static boolean fits(Condition.FitsField condition, CallSite site) {
    var element = site.field(condition.field()).flatMap(TypeView.SpecialField::element);
    var pointer = site.pointer(condition.subject());
    if (element.isEmpty()
        || pointer.isEmpty()
        || !pointer.get().isConstantOffset()
        || pointer.get().constantOffset() != 0) {
      return false;
    }
    return switch (pointer.get().region()) {
      case Region.Local local -> local.type().equals(element.get());
      case Region.Host host -> host.type().equals(element.get().name());
      default -> false;
    };
  }

  static String declared(Subject field, CallSite site) {
    return "ptr_"
        + site.field(field).flatMap(TypeView.SpecialField::element).map(TypeView::name).orElse("?");
  }

  static String actual(Subject subject, CallSite site) {
    var type = Names.type(site.value(subject));
    return switch (subjectRegion(subject, site)) {
      case Region.Local local -> type + local.type().name();
      case Region.Host host -> type + host.type();
      default -> type;
    };
  }
}
