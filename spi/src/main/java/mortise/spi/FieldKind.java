package mortise.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.spi.runtime.FieldLifecycle;

/// A kind of special field: a member type that programs may embed in their own types and reach only
/// through a family's functions.
///
/// Of two kinds with the same struct type, a member whose declaration tag is of the form of one is
/// of that kind, any other of the kind without a tag.
///
/// A field is recognised by the name of its struct type, or, for [Form#TAGGED_POINTER], by the type
/// tag of the pointer.
///
/// A kind may be a sort of more [general][#general] kinds (a list node is a node): conditions,
/// effects and subjects that speak of the general one mean fields of all its sorts. That is how
/// families that never heard of each other speak of each other's fields.
public final class FieldKind {
  /// How a member is recognised as a field of this kind.
  public enum Form {
    STRUCT,
    TAGGED_POINTER,
    /// No member is recognised as one: it is what other kinds are sorts of.
    GENERAL
  }

  /// Where a field of this kind may stand.
  public enum Place {
    OBJECT,
    MAP_VALUE,
    GLOBAL
  }

  private final String name;
  private final String label;
  private final Form form;
  private final int size;
  private final int alignment;
  private final boolean unique;
  private final boolean inArrays;
  private final boolean owning;
  private final List<Place> places;
  private final List<String> mapKinds;
  private final Optional<Tag> tag;
  private final Optional<FieldKind> holds;
  private final List<FieldKind> guards;
  private final boolean besidesOthers;
  private final Optional<Access> access;
  private final FieldLifecycle lifecycle;
  private final Optional<Shape> shape;
  private final List<FieldKind> general;

  private FieldKind(Builder from) {
    name = from.name;
    label = from.label;
    form = from.form;
    size = from.size;
    alignment = from.alignment;
    unique = from.unique;
    inArrays = from.inArrays;
    owning = from.owning;
    places = List.copyOf(from.places);
    mapKinds = List.copyOf(from.mapKinds);
    tag = from.tag;
    holds = from.holds;
    guards = List.copyOf(from.guards);
    besidesOthers = from.besidesOthers;
    access = from.access;
    lifecycle = from.lifecycle;
    shape = from.shape;
    general = List.copyOf(from.general);
  }

  /// What several kinds of field have in common, under a name.
  public static FieldKind general(String name) {
    return new Builder(name, Form.GENERAL, 0, 1).build();
  }

  /// A field recognised by the name of its struct type.
  public static Builder struct(String name, int size, int alignment) {
    return new Builder(name, Form.STRUCT, size, alignment);
  }

  /// A pointer member recognised by the type tag on its pointee.
  public static Builder taggedPointer(String tag) {
    return new Builder(tag, Form.TAGGED_POINTER, 8, 8);
  }

  /// The struct type's name, or the type tag.
  public String name() {
    return name;
  }

  /// How the classic messages name such a field: by its [name][#name] unless it was
  /// [called][Builder#called] otherwise.
  public String label() {
    return label;
  }

  public Form form() {
    return form;
  }

  /// In bytes.
  public int size() {
    return size;
  }

  /// In bytes, a power of two.
  public int alignment() {
    return alignment;
  }

  /// Whether a type may have at most one.
  public boolean unique() {
    return unique;
  }

  /// Whether an array of such fields is allowed.
  public boolean inArrays() {
    return inArrays;
  }

  /// For a pointer: whether it owns what it points to. The host's types that it may point to are
  /// those with a [destructor][HostType#destructor].
  public boolean isOwning() {
    return owning;
  }

  public List<Place> places() {
    return places;
  }

  /// The map kinds whose values may have it; empty means all.
  public List<String> mapKinds() {
    return mapKinds;
  }

  /// The declaration tag that such a member must carry.
  public Optional<Tag> tag() {
    return tag;
  }

  /// For a container, the kind of node that its elements have.
  public Optional<FieldKind> holds() {
    return holds;
  }

  /// Whether it is a special field only where others are.
  public boolean besidesOthers() {
    return besidesOthers;
  }

  /// Kinds of which one must stand in the same type: the lock that guards a container.
  public List<FieldKind> guards() {
    return guards;
  }

  /// What loads and stores of the field mean; empty means that there are none.
  public Optional<Access> access() {
    return access;
  }

  /// How the field comes to be and what happens to it when its holder goes.
  public FieldLifecycle lifecycle() {
    return lifecycle;
  }

  /// How it lies in memory; empty where nobody is told.
  public Optional<Shape> shape() {
    return shape;
  }

  /// Whether it is that kind, or a sort of it.
  public boolean is(FieldKind other) {
    if (this == other) {
      return true;
    }
    for (var one : general) {
      if (one.is(other)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return name;
  }

  /// Collects the parts of a [FieldKind].
  public static final class Builder {
    private final String name;
    private String label;
    private final Form form;
    private final int size;
    private final int alignment;
    private boolean unique;
    private boolean inArrays;
    private boolean owning;
    private boolean besidesOthers;
    private List<Place> places = List.of(Place.values());
    private List<String> mapKinds = List.of();
    private Optional<Tag> tag = Optional.empty();
    private Optional<FieldKind> holds = Optional.empty();
    private final List<FieldKind> guards = new ArrayList<>();
    private Optional<Access> access = Optional.empty();
    private FieldLifecycle lifecycle = FieldLifecycle.ZEROED;
    private Optional<Shape> shape = Optional.empty();
    private final List<FieldKind> general = new ArrayList<>();

    private Builder(String name, Form form, int size, int alignment) {
      this.name = name;
      this.label = name;
      this.form = form;
      this.size = size;
      this.alignment = alignment;
    }

    public Builder unique() {
      unique = true;
      return this;
    }

    public Builder inArrays() {
      inArrays = true;
      return this;
    }

    public Builder called(String value) {
      label = value;
      return this;
    }

    public Builder owning() {
      owning = true;
      return this;
    }

    /// A struct of the program's own whose members are no other special fields has none at all.
    public Builder besidesOthers() {
      besidesOthers = true;
      return this;
    }

    public Builder places(Place... value) {
      places = List.of(value);
      return this;
    }

    public Builder mapKinds(String... value) {
      mapKinds = List.of(value);
      return this;
    }

    public Builder tagged(String tagForm) {
      tag = Optional.of(new Tag(tagForm));
      return this;
    }

    /// Makes it a container of objects with such a node.
    public Builder holds(FieldKind node) {
      holds = Optional.of(node);
      return this;
    }

    /// One of the kinds given (over all calls) must stand in the same type.
    public Builder guardedBy(FieldKind... kinds) {
      guards.addAll(List.of(kinds));
      return this;
    }

    public Builder access(Access value) {
      access = Optional.of(value);
      return this;
    }

    public Builder lifecycle(FieldLifecycle value) {
      lifecycle = value;
      return this;
    }

    public Builder shaped(Shape value) {
      shape = Optional.of(value);
      return this;
    }

    /// Makes it a sort of the general kinds.
    public Builder sortOf(FieldKind... kinds) {
      general.addAll(List.of(kinds));
      return this;
    }

    public FieldKind build() {
      return new FieldKind(this);
    }
  }
}
