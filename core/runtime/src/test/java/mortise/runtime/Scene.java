package mortise.runtime;

/// Writes programs that play with [Toys].
final class Scene extends Asm {
  @Override
  Scene move(int register, int immediate) {
    super.move(register, immediate);
    return this;
  }

  @Override
  Scene copy(int to, int from) {
    super.copy(to, from);
    return this;
  }

  @Override
  Scene plus(int register, int immediate) {
    super.plus(register, immediate);
    return this;
  }

  @Override
  Scene load(int size, int to, int base, int offset) {
    super.load(size, to, base, offset);
    return this;
  }

  @Override
  Scene storeImmediate(int size, int base, int offset, int value) {
    super.storeImmediate(size, base, offset, value);
    return this;
  }

  @Override
  Scene helper(int id) {
    super.helper(id);
    return this;
  }

  @Override
  Scene mapValue(int register, int index, int offset) {
    super.mapValue(register, index, offset);
    return this;
  }

  /// R`register` = a new object, with a number in its first 8 bytes.
  Scene create(int register, int type, int number) {
    move(1, type).helper(Toys.NEW).copy(register, 0).storeImmediate(8, register, 0, number);
    return this;
  }

  private Scene onShared(int offset, int helper) {
    mapValue(1, 0, offset).helper(helper);
    return this;
  }

  Scene lock() {
    return onShared(Toys.LOCK_AT, Toys.LOCK);
  }

  Scene unlock() {
    return onShared(Toys.LOCK_AT, Toys.UNLOCK);
  }

  /// Adds the object in the register to the ring.
  Scene push(int register) {
    mapValue(1, 0, Toys.RING_AT).copy(2, register).plus(2, Toys.NODE_AT).helper(Toys.PUSH);
    return this;
  }

  /// R`register` = the node at the front of the ring, or 0.
  Scene pop(int register) {
    onShared(Toys.RING_AT, Toys.POP).copy(register, 0);
    return this;
  }

  Scene popBack(int register) {
    onShared(Toys.RING_AT, Toys.POP_BACK).copy(register, 0);
    return this;
  }

  Scene peek(int register) {
    onShared(Toys.RING_AT, Toys.PEEK).copy(register, 0);
    return this;
  }

  /// Calls a helper with the register.
  Scene with(int register, int helper) {
    copy(1, register).helper(helper);
    return this;
  }

  /// Calls a helper with the register, which holds a node's address, moved to the object's start.
  Scene withObject(int register, int helper) {
    copy(1, register).plus(1, -Toys.NODE_AT).helper(helper);
    return this;
  }

  Scene insert(int register) {
    mapValue(1, 0, Toys.TREE_AT).copy(2, register).plus(2, Toys.NODE_AT).helper(Toys.INSERT);
    return this;
  }

  Scene remove(int register) {
    mapValue(1, 0, Toys.TREE_AT).copy(2, register).plus(2, Toys.NODE_AT).helper(Toys.REMOVE);
    return this;
  }

  /// R`register` = what the pointer held, which holds R`from` now (-1: nothing).
  Scene exchange(int register, int from) {
    mapValue(1, 0, Toys.SLOT_AT);
    if (from < 0) {
      move(2, 0);
    } else {
      copy(2, from);
    }
    helper(Toys.EXCHANGE).copy(register, 0);
    return this;
  }

  Asm end() {
    return move(0, 0).exit();
  }
}
