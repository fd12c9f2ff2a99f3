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
  /// the field holds, with [Machine#drop].
  void destroy(Machine machine, long address, SpecialField field);

  /// Called when one of those who hold the object with the field holds it no longer. Whether it was
  /// the last, as far as the field can tell: a field that counts holders counts one less.
  default boolean isLast(Machine machine, long address, SpecialField field) {
    return true;
  }

  /// Whether readers that nobody counts may look at objects with such a field, so that these end
  /// only once those are gone.
  default boolean hasReaders() {
    return false;
  }

  /// For a field that guards others: called around what the machine itself does to those while
  /// programs run.
  default void enter(Machine machine, long address, SpecialField field) {}

  default void leave(Machine machine, long address, SpecialField field) {}
}
