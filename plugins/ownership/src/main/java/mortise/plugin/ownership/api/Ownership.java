package mortise.plugin.ownership.api;

import java.util.List;
import mortise.spi.Condition;
import mortise.spi.EventKind;
import mortise.spi.EventKind.Role;
import mortise.spi.FieldKind;
import mortise.spi.Qualifier;
import mortise.spi.SectionKind;

/// What collections, allocators and everybody with a say in ownership have in common: the events in
/// which they meet, and how a pointer that does not own is marked.
public final class Ownership {
  /// The object, or the node in it, that an event is about.
  public static final Role OBJECT = new Role("object");

  /// The container that it enters or leaves.
  public static final Role CONTAINER = new Role("container");

  /// An object is about to enter a container: `node` (pointing at the node) and `container`.
  public static final EventKind LINKING =
      new EventKind("ownership.linking", List.of(OBJECT, CONTAINER));

  /// Whatever is next leaves a container: `container`.
  public static final EventKind TAKING = new EventKind("ownership.taking", List.of(CONTAINER));

  /// An owned object is about to be given back: `object`.
  public static final EventKind RELEASING = new EventKind("ownership.releasing", List.of(OBJECT));

  /// A pointer to something that a container owns: usable until the lock section ends.
  ///
  /// Source: linux `NON_OWN_REF`.
  public static final Qualifier BORROWED = Qualifier.of("non_own_ref", "").alive();

  /// A pointer to something that RCU keeps, until the read section ends.
  ///
  /// Source: linux `MEM_RCU`, which is not among `BPF_REG_TRUSTED_MODIFIERS` (6.18).
  public static final Qualifier RCU = Qualifier.of("rcu", "rcu_");

  /// A pointer that the host vouches for.
  ///
  /// Source: linux `PTR_TRUSTED` (6.18).
  public static final Qualifier TRUSTED = Qualifier.of("trusted", "trusted_").alive();

  /// A pointer to something that may be gone: what is read through it may be anything.
  ///
  /// Source: linux `PTR_UNTRUSTED` (6.18).
  public static final Qualifier UNTRUSTED =
      Qualifier.of("untrusted", "untrusted_").readOnly("only read is supported");

  /// What an RCU protected pointer becomes, beside untrusted, when the read section ends. 6.18 and
  /// 7.2 refuse to read an object of the program's own through it, as a bug of the verifier's own,
  /// unless it is a node, which a collection may still have.
  ///
  /// Source: linux `check_ptr_to_btf_access` (6.18).
  public static final Qualifier OUTLIVED =
      Qualifier.of("outlived", "")
          .unreadable("verifier bug: ref_obj_id for allocated object must be non-zero");

  /// A pointer to something that every CPU has a copy of: none of them is where it points.
  ///
  /// Source: linux `MEM_PERCPU` (6.18).
  public static final Qualifier PERCPU = Qualifier.of("percpu", "percpu_").elsewhere("percpu");

  /// The region between `bpf_rcu_read_lock` and `bpf_rcu_read_unlock`. The family `rcu` has the
  /// functions, and says which other sections count as one.
  public static final SectionKind READ =
      SectionKind.permissive("rcu_read_lock", 160, OwnershipRules.IN_READ_SECTION);

  /// In a read section, explicit or not: programs that cannot sleep are in one as long as they run.
  ///
  /// Source: linux `in_rcu_cs` (6.18).
  public static Condition inRcu() {
    return Condition.any(Condition.inside(READ), Condition.not(Condition.sleepable()));
  }

  /// What nodes of all collections are sorts of.
  public static final FieldKind NODE = FieldKind.general("node");

  private Ownership() {}
}
