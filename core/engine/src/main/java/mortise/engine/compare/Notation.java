package mortise.engine.compare;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mortise.spi.EventKind;
import mortise.spi.Facet;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.Qualifier;
import mortise.spi.Result;
import mortise.spi.Rule;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;
import mortise.spi.Subject;

/// Declarations as text: `set(node, link, Unlinked)`.
///
/// Declarations are records, so their components are all there is to say of them; what families
/// compute (the value that a facet gets) is named where the declaration names it, and left out
/// where it does not.
final class Notation {
  private final Map<Subject, Subject> roles;

  /// @param roles who plays the parts that declarations speak of
  Notation(Map<Subject, Subject> roles) {
    this.roles = roles;
  }

  Notation() {
    this(Map.of());
  }

  String text(Object value) {
    return switch (value) {
      case Subject subject -> subject(subject);
      case Rule rule -> rule.id();
      case Facet<?> facet -> facet.name();
      case FieldKind kind -> kind.name();
      case SectionKind kind -> kind.name();
      case SlotKind kind -> kind.name();
      case Qualifier qualifier -> qualifier.name();
      case EventKind event -> event.name();
      case Result.Numeric number -> number(number);
      case Optional<?> maybe -> maybe.map(this::text).orElse("");
      case Collection<?> many ->
          many.stream().map(this::text).collect(Collectors.joining(", ", "[", "]"));
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case Record declared when isSpi(declared.getClass()) -> declared(declared);
      default -> value.toString();
    };
  }

  private static boolean isSpi(Class<?> type) {
    return type.getPackageName().equals(HelperFamily.class.getPackageName());
  }

  private String subject(Subject subject) {
    return switch (roles.getOrDefault(subject, subject)) {
      case Subject.Fields s -> text(s.of()) + "." + s.kind();
      case Subject.NodeOf s -> text(s.object()) + ".node";
      case Subject.Companion s -> text(s.field()) + "." + s.kind();
      case Subject.Pointee s -> "*" + text(s.field());
      case Subject.Tracked s -> s.kind().map(kind -> s.name() + ":" + kind).orElse(s.name());
      case Subject s -> s.name();
    };
  }

  private static String number(Result.Numeric number) {
    if (number.lowest() == number.highest()) {
      return Long.toString(number.lowest());
    }
    return number.lowest() == Long.MIN_VALUE && number.highest() == Long.MAX_VALUE
        ? "number"
        : number.lowest() + ".." + number.highest();
  }

  private String declared(Record declared) {
    var name = declared.getClass().getSimpleName();
    var parts =
        Stream.of(declared.getClass().getRecordComponents())
            .filter(part -> !part.getType().isAnnotationPresent(FunctionalInterface.class))
            .map(part -> part(declared, part))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    var lower = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    return parts.isEmpty() ? lower : lower + "(" + parts + ")";
  }

  private String part(Record declared, RecordComponent part) {
    try {
      var value = part.getAccessor().invoke(declared);
      return switch (value) {
        case Boolean truth -> truth ? part.getName() : "";
        case Collection<?> many when many.isEmpty() -> "";
        default -> text(value);
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record of the SPI that cannot be read: " + declared, e);
    }
  }
}
