package mortise.kernel;

import java.util.OptionalInt;
import mortise.kernel.bpf.BpfException;
import mortise.object.BpfMap;
import mortise.object.ImmediateValue;
import mortise.object.Instruction;
import mortise.object.Program;

/// A program's slots as this kernel takes them: descriptors for maps, its own numbers for its
/// functions and variables.
///
/// Source: `bpf_object__relocate_data` (libbpf 1.6).
final class ProgramImage {
  private static final int PSEUDO_MAP_FD = 1;
  private static final int PSEUDO_MAP_VALUE = 2;
  private static final int PSEUDO_BTF_ID = 3;

  /// The helper that libbpf calls in place of a function that may be absent, and is.
  private static final int ABSENT = 2_002_000_000;

  private final KernelTypes kernel;
  private final KernelMaps maps;

  ProgramImage(KernelTypes kernel, KernelMaps maps) {
    this.kernel = kernel;
    this.maps = maps;
  }

  /// Something that a program needs and this kernel does not have.
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String problem) {
      super(problem);
    }
  }

  long[] of(Program program) throws BpfException, Missing {
    long[] image = program.encode();
    for (int slot = 0; slot < image.length; slot++) {
      switch (program.at(slot)) {
        case Instruction.KfuncCall call -> image[slot] = call(call);
        case Instruction.LoadImmediate load -> load(load, slot, image);
        default -> {}
      }
    }
    return image;
  }

  private long call(Instruction.KfuncCall call) throws Missing {
    OptionalInt id = kernel.function(call.name());
    if (id.isPresent()) {
      return call.raw().withImmediate(id.getAsInt()).toLong();
    }
    if (call.weak()) {
      return call.raw().withSource(0).withImmediate(ABSENT).toLong();
    }
    throw new Missing("this kernel has no function '%s'".formatted(call.name()));
  }

  private void load(Instruction.LoadImmediate load, int slot, long[] image)
      throws BpfException, Missing {
    switch (load.value()) {
      case ImmediateValue.Constant _, ImmediateValue.FunctionAddress _ -> {}
      case ImmediateValue.MapAddress(BpfMap map) ->
          set(load, slot, image, PSEUDO_MAP_FD, maps.descriptor(map));
      case ImmediateValue.MapValueAddress(BpfMap map, int offset) ->
          set(
              load,
              slot,
              image,
              PSEUDO_MAP_VALUE,
              (maps.descriptor(map) & 0xffff_ffffL) | (long) offset << 32);
      case ImmediateValue.KernelSymbol symbol -> symbol(load, symbol, slot, image);
    }
  }

  private void symbol(
      Instruction.LoadImmediate load, ImmediateValue.KernelSymbol symbol, int slot, long[] image)
      throws Missing {
    if (symbol.typed()) {
      OptionalInt variable = kernel.variable(symbol.name());
      OptionalInt id = variable.isPresent() ? variable : kernel.function(symbol.name());
      if (id.isPresent()) {
        set(load, slot, image, PSEUDO_BTF_ID, id.getAsInt());
        return;
      }
    } else if (kernel.address(symbol.name()).isPresent()) {
      set(load, slot, image, 0, kernel.address(symbol.name()).getAsLong());
      return;
    }
    if (!symbol.weak()) {
      throw new Missing("this kernel has no symbol '%s'".formatted(symbol.name()));
    }
    set(load, slot, image, 0, 0);
  }

  private static void set(
      Instruction.LoadImmediate load, int slot, long[] image, int source, long value) {
    image[slot] = load.raw().withSource(source).withImmediate((int) value).toLong();
    image[slot + 1] = load.second().withImmediate((int) (value >>> 32)).toLong();
  }
}
