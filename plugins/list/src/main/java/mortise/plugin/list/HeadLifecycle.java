package mortise.plugin.list;

import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;

/// A head is born empty; when its holder goes, what is on the list goes too.
final class HeadLifecycle implements FieldLifecycle {
  @Override
  public void initialise(Machine machine, long address, SpecialField field) {
    machine.store(address, address);
    machine.store(address + 8, address);
  }

  @Override
  public void destroy(Machine machine, long address, SpecialField field) {
    IntrusiveList.drain(machine, address);
  }
}
