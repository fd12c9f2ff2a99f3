package mortise.verifier.explore;

import mortise.object.AtomicOperation;
import mortise.object.Instruction;
import mortise.object.Operand;
import mortise.verifier.domain.Extent;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Value;

/// Loads, stores and atomics: which accesses they are, and what registers hold after them.
///
/// Source: linux `check_load_mem`, `check_store_reg`, `check_atomic` (6.18).
record MemoryInstructions(Verification verification, MemoryAccess accesses, Accessed accessed) {
  void load(Path path, Instruction.Load load) {
    var base = path.use(load.base());
    path.checkDestination(load.destination());
    var access =
        new Access(path.at, load.base(), load.offset(), load.size().bytes(), Access.Kind.READ);
    var value = accesses.read(path, load.signExtended() ? access.signed() : access, base);
    if (load.signExtended()) {
      value = signExtend(path, value, load.size().bytes());
    }
    path.set(load.destination(), value);
    accessed.load(path.at, base);
  }

  void loadAcquire(Path path, Instruction.LoadAcquire load) {
    var base = path.use(load.base());
    path.checkDestination(load.destination());
    checkAtomic(load.base(), base);
    var access =
        new Access(path.at, load.base(), load.offset(), load.size().bytes(), Access.Kind.READ);
    path.set(load.destination(), accesses.read(path, access.atomic(), base));
    accessed.load(path.at, base);
  }

  private static Value signExtend(Path path, Value value, int bytes) {
    return value instanceof Scalar scalar && !scalar.range().isUnknown()
        ? Scalar.from(
            scalar.range().signExtend(8 * bytes, Extent.DOUBLE_WORD), path.at, scalar, null)
        : Scalar.of(ScalarRange.signExtendedLoad(bytes), path.at);
  }

  void store(Path path, Instruction.Store store) {
    Value value =
        switch (store.source()) {
          case Operand.Register source -> path.use(source.number());
          case Operand.Immediate immediate -> Scalar.constant(immediate.value(), path.at);
        };
    var base = path.use(store.base());
    var access =
        new Access(path.at, store.base(), store.offset(), store.size().bytes(), Access.Kind.WRITE);
    int register = store.source() instanceof Operand.Register r ? r.number() : -1;
    accesses.write(path, access, base, value, register);
    accessed.store(path.at, base);
  }

  void storeRelease(Path path, Instruction.StoreRelease store) {
    var value = path.use(store.source());
    var base = path.use(store.base());
    checkAtomic(store.base(), base);
    var access =
        new Access(path.at, store.base(), store.offset(), store.size().bytes(), Access.Kind.WRITE);
    accesses.write(path, access.atomic(), base, value, store.source());
    accessed.store(path.at, base);
  }

  /// Source: linux `check_atomic_rmw` (6.18).
  void atomic(Path path, Instruction.Atomic atomic) {
    path.use(atomic.source());
    var base = path.use(atomic.base());
    if (atomic.operation() == AtomicOperation.COMPARE_EXCHANGE) {
      path.use(0);
    }
    checkAtomic(atomic.base(), base);
    int target = atomic.operation() == AtomicOperation.COMPARE_EXCHANGE ? 0 : atomic.source();
    if (atomic.fetch()) {
      path.checkDestination(target);
      if (target == atomic.base()) {
        // The kernel forgets the address before it looks where it leads.
        base = Scalar.unknown(path.at);
      }
    }
    int bytes = atomic.size().bytes();
    var read =
        new Access(path.at, atomic.base(), atomic.offset(), bytes, Access.Kind.READ).atomic();
    var old = accesses.read(path, read, base);
    checkKnown(base, read);
    var write =
        new Access(path.at, atomic.base(), atomic.offset(), bytes, Access.Kind.WRITE).atomic();
    accesses.write(path, write, base, Scalar.unknown(path.at), -1);
    if (atomic.fetch()) {
      path.set(target, old);
    }
  }

  /// Source: linux `check_stack_read` (6.18).
  private void checkKnown(Value base, Access access) {
    if (base instanceof Pointer pointer
        && pointer.isIn(Region.Stack.class)
        && !pointer.isConstantOffset()) {
      verification.reject(
          Rejection.of(
              MemoryRules.STACK_VARIABLE_ARGUMENT,
              "var_off",
              pointer.variable().tnum(),
              "offset",
              pointer.offset() + access.offset(),
              "size",
              access.size()));
    }
  }

  private static void checkAtomic(int register, Value base) {
    if (base instanceof Pointer pointer
        && (pointer.region() instanceof Region.Context
            || pointer.region() instanceof Region.View
            || pointer.region() instanceof Region.Packet)) {
      throw Rejection.of(
          MemoryRules.ATOMIC_TARGET,
          "register",
          Names.register(register),
          "type",
          Names.type(pointer));
    }
  }

  /// Checks that the program may load from packets so.
  void checkLegacyLoads() {
    if (!verification.kind.legacyLoads()) {
      throw Rejection.of(MemoryRules.LEGACY_LOAD);
    }
  }

  /// A load of packet data in network order, which ends the program if it is not there.
  ///
  /// Source: linux `check_ld_abs` (6.18).
  void legacyLoad(Path path, Instruction.LegacyPacketLoad load) {
    checkLegacyLoads();
    var context = path.use(6);
    Boundaries.check(verification, path.state, Boundaries.PACKET_LOAD);
    if (!(context instanceof Pointer pointer) || !(pointer.region() instanceof Region.Context)) {
      throw Rejection.of(MemoryRules.LEGACY_LOAD_CONTEXT);
    }
    ContextAccess.checkOffset(new Access(path.at, 6, 0, 0, Access.Kind.READ), pointer);
    if (load.indirect()) {
      path.use(load.index());
    }
    Calls.scratch(path);
    path.set(0, Scalar.of(ScalarRange.zeroExtendedLoad(load.size().bytes()), path.at));
  }
}
