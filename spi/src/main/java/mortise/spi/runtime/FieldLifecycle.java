package mortise.spi.runtime;

import mortise.spi.TypeView.SpecialField;

/// How a special field comes to be and what happens to it when its holder goes.
public interface FieldLifecycle {
  /// Born as zeros, and gone without a trace.
  FieldLifecycle ZEROED =
      new FieldLifecycle() {
        @Override
        public void initialise(Machine machine, long address, SpecialField field) {
          machine.fill(address, field.kind().size(), (byte) 0);
        }

        @Override
        public void destroy(Machine machine, long address, SpecialField field) {
          // Nothing to give back.
        }
      };

  /// Called when the memory that holds the field is new.
  void initialise(Machine machine, long address, SpecialField field);

  /// Called when the object, map value or instance that holds the field goes; gives back all that
  /// the field holds.
  void destroy(Machine machine, long address, SpecialField field);
}
