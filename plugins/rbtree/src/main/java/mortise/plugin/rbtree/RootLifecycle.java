package mortise.plugin.rbtree;

import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;

/// A root is born empty; when its holder goes, what is in the tree goes too.
final class RootLifecycle implements FieldLifecycle {
  @Override
  public void initialise(Machine machine, long address, SpecialField field) {
    machine.fill(address, field.kind().size(), (byte) 0);
  }

  @Override
  public void destroy(Machine machine, long address, SpecialField field) {
    OwnedTree.drain(machine, address);
  }
}
