package mortise.verifier.explore;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.spi.Subject;
import mortise.verifier.rules.HostRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Value;

/// Loads through pointers to the host's objects, and what is asked of them as arguments.
///
/// Types go by their names: of several of one name the first counts, and pointers to the others are
/// numbers.
///
/// Source: linux `check_ptr_to_btf_access` (6.18).
record HostObjects(Verification verification, Results results) {
  private static final int NUMBER_LEVELS = 3;

  /// What a load at that offset gives.
  Value read(Path path, Access access, Pointer pointer, String struct, long offset) {
    if (!verification.isGpl()) {
      verification.reject(Rejection.of(HostRules.NEEDS_GPL, "struct", struct));
    }
    var types = types(struct);
    if (types.isEmpty()) {
      return MemoryAccess.loaded(path, access);
    }
    var btf = types.get();
    return switch (Members.find(btf, id(btf, struct), offset, access.size())) {
      case Members.Numeric number -> MemoryAccess.loaded(path, access);
      case Members.Link link -> follow(path, pointer.pointing((int) offset), struct, link);
    };
  }

  /// What a load from the host's description of a map gives. That is known only where the host's
  /// types are.
  ///
  /// @throws MissingTypes where they are not
  Value readDescriptor(Path path, Access access, Pointer pointer, String struct, long offset) {
    var btf =
        verification
            .hostTypes()
            .filter(types -> find(types, struct).isPresent())
            .orElseThrow(() -> missing("what a struct %s of the kernel's is".formatted(struct)));
    return switch (Members.find(btf, id(btf, struct), offset, access.size())) {
      case Members.Numeric number -> MemoryAccess.loaded(path, access);
      case Members.Link link ->
          follow(path, pointer.in(new Region.Host(struct)).pointing((int) offset), struct, link);
    };
  }

  private Value follow(Path path, Pointer place, String struct, Members.Link link) {
    var site = results.accessed(path, place);
    var own = verification.rules.walks().get(struct + "." + link.member());
    return Stream.concat(Stream.ofNullable(own), verification.rules.walk().stream())
        .flatMap(access -> access.loads().stream())
        .filter(one -> Conditions.holds(one.when(), site))
        .findFirst()
        .map(one -> results.of(one.gives(), site))
        .orElseGet(() -> Scalar.unknown(path.at));
  }

  /// The types that tell the struct's members; empty if members of such structs are numbers.
  ///
  /// @throws MissingTypes if they should tell, and cannot
  private Optional<Btf> types(String struct) {
    if (verification.rules.walk().isEmpty()) {
      return Optional.empty();
    }
    var btf = verification.hostTypes();
    if (btf.isPresent() && find(btf.get(), struct).isPresent()) {
      return btf;
    }
    if (!verification.rules.hosts().containsKey(struct)) {
      return Optional.empty();
    }
    throw btf.isPresent()
        ? new MissingTypes(
            "%s does not have struct %s, which the program looks into"
                .formatted(verification.layouts.host().name(), struct))
        : missing("what a struct %s of the kernel's consists of".formatted(struct));
  }

  static MissingTypes missing(String what) {
    return new MissingTypes(
        "only the kernel's types (BTF) tell %s: name a file that has them with --btf"
            .formatted(what));
  }

  private static OptionalInt find(Btf btf, String struct) {
    for (int id : btf.ids(struct)) {
      if (btf.type(id) instanceof BtfType.Composite) {
        return OptionalInt.of(id);
      }
    }
    return OptionalInt.empty();
  }

  private static int id(Btf btf, String struct) {
    return find(btf, struct).orElse(0);
  }

  /// The pointer member of a host type that the subject points to.
  static Optional<Members.Link> link(Subject subject, CallSite site) {
    var pointer = site.pointer(subject);
    if (pointer.isEmpty() || !(pointer.get().region() instanceof Region.Host host)) {
      return Optional.empty();
    }
    return site.verification()
        .hostTypes()
        .flatMap(
            btf ->
                Members.find(btf, id(btf, host.type()), pointer.get().constantOffset(), Long.BYTES)
                        instanceof Members.Link link
                    ? Optional.of(link)
                    : Optional.empty());
  }

  /// Where the pointer member leads that the subject points to; empty if that has no name.
  static Optional<Region> pointee(Subject subject, CallSite site) {
    var btf = site.verification().hostTypes();
    return link(subject, site).flatMap(link -> region(btf.orElseThrow(), link.pointee()));
  }

  /// A struct of the host's, if it is the one that its name means.
  static Optional<Region> region(Btf btf, int struct) {
    var name = btf.type(struct).name();
    return struct != 0 && !name.isEmpty() && id(btf, name) == struct
        ? Optional.of(new Region.Host(name))
        : Optional.empty();
  }

  /// The size of a struct of the host's that consists of numbers; empty for all others.
  static OptionalLong sizeOfNumbers(Verification verification, String struct) {
    var btf = verification.hostTypes();
    var id = btf.map(types -> find(types, struct)).orElse(OptionalInt.empty());
    return id.isPresent() && Types.onlyNumbers(btf.orElseThrow(), id.getAsInt(), NUMBER_LEVELS)
        ? btf.orElseThrow().size(id.getAsInt())
        : OptionalLong.empty();
  }

  /// As [#isAt].
  ///
  /// @throws MissingTypes if nobody can tell
  static boolean beginsWith(
      Verification verification, Region.Host host, long offset, String wanted) {
    if (isAt(verification, host, offset, wanted)) {
      return true;
    }
    if (verification.hostTypes().isEmpty()) {
      throw missing(
          "whether a struct %s of the kernel's begins with a %s".formatted(host.type(), wanted));
    }
    return false;
  }

  /// Where a member of one of the host's structs lies, in bytes.
  record Span(long start, long end) {}

  /// @param path the member's name, after those of the members it lies in:
  ///   `inet_conn.icsk_ca_priv`; empty: the whole struct
  Optional<Span> span(String struct, String path) {
    var btf = verification.hostTypes();
    if (btf.isEmpty() || find(btf.get(), struct).isEmpty()) {
      return Optional.empty();
    }
    int type = id(btf.get(), struct);
    long start = 0;
    for (var name : path.isEmpty() ? new String[0] : path.split("\\.")) {
      var member = member(btf.get(), type, name);
      if (member.isEmpty()) {
        return Optional.empty();
      }
      start += member.get().offset();
      type = btf.get().resolveId(member.get().type());
    }
    return Optional.of(new Span(start, start + btf.get().size(type).orElse(0)));
  }

  private static Optional<BtfType.Member> member(Btf btf, int struct, String name) {
    return btf.type(struct) instanceof BtfType.Composite composite
        ? composite.members().stream().filter(one -> one.name().equals(name)).findFirst()
        : Optional.empty();
  }

  /// The host's type with the number that the subject is; 0 is none.
  ///
  /// @throws MissingTypes where the host's types are not known
  private static Optional<BtfType> named(Btf btf, long id) {
    return id < 0 || id >= btf.size() ? Optional.empty() : Optional.of(btf.resolve((int) id));
  }

  private static Btf typesOf(CallSite site) {
    return site.verification()
        .hostTypes()
        .orElseThrow(() -> missing("which types of the kernel's have which numbers"));
  }

  /// Why the subject is no number of one of the host's structs, nor 0; empty if it is.
  ///
  /// Source: linux `check_special_kfunc` (6.18).
  static Optional<String> whyNotNamed(Subject subject, CallSite site) {
    var id = site.constant(subject);
    if (id.isEmpty()) {
      return Optional.of("type ID argument must be a known constant");
    }
    if (id.getAsLong() == 0) {
      return Optional.empty();
    }
    var type = named(typesOf(site), id.getAsLong());
    if (type.isEmpty()) {
      return Optional.of(
          "Unknown type ID %d passed to kfunc %s".formatted(id.getAsLong(), site.plan().name()));
    }
    return type.get() instanceof BtfType.Struct || type.get() instanceof BtfType.VoidType
        ? Optional.empty()
        : Optional.of(
            "kfunc %s type ID argument must be of a struct or void".formatted(site.plan().name()));
  }

  /// What lies where a pointer to the struct leads that the subject is the number of.
  static Value ofNamed(Subject subject, CallSite site) {
    long id = site.constant(subject).orElse(0);
    if (id == 0 || typesOf(site).resolve((int) id) instanceof BtfType.VoidType) {
      return Pointer.to(new Region.Memory(0, true), 0, site.at());
    }
    var btf = typesOf(site);
    return region(btf, btf.resolveId((int) id))
        .map(region -> (Value) Pointer.to(region, 0, site.at()))
        .orElseGet(() -> Scalar.unknown(site.at()));
  }

  /// Whether what the host describes the map with begins with a struct called `wanted`.
  static boolean isMap(Verification verification, Region.Map map, String wanted) {
    var btf = verification.hostTypes();
    var kind = verification.rules.maps().get(map.map().type().id());
    return btf.isPresent()
        && kind != null
        && Members.isAt(btf.get(), id(btf.get(), kind.descriptor()), 0, wanted);
  }

  /// Source: linux `btf_type_ids_nocast_alias` (6.18).
  private static String flavourless(String struct) {
    int suffix = struct.indexOf("___");
    return suffix < 0 ? struct : struct.substring(0, suffix);
  }

  /// Whether at the pointer's place there is a struct called `wanted`: none of another flavour,
  /// which is what the struct is at some time only.
  static boolean isAt(Verification verification, Region.Host host, long offset, String wanted) {
    if (offset == 0 && host.type().equals(wanted)) {
      return true;
    }
    if (offset == 0 && flavourless(host.type()).equals(flavourless(wanted))) {
      return false;
    }
    var btf = verification.hostTypes();
    return btf.isPresent() && Members.isAt(btf.get(), id(btf.get(), host.type()), offset, wanted);
  }
}
