package mortise.object;

import java.util.Map;
import java.util.Optional;
import mortise.object.btf.Btf;

/// What an object is loaded against.
///
/// @param target the types that CO-RE relocations adapt the programs to; the object's own if empty
/// @param kconfig values of `.kconfig` externs by name; strings are quoted, tristates `y`, `n`, `m`
public record LoadOptions(Optional<Btf> target, Map<String, String> kconfig) {

  /// The object's own types, and the few configuration values that every kernel has.
  public static final LoadOptions DEFAULT =
      new LoadOptions(
          Optional.empty(),
          Map.of(
              "LINUX_KERNEL_VERSION", Integer.toString(6 << 16 | 18 << 8),
              "CONFIG_BPF_SYSCALL", "y",
              "LINUX_HAS_BPF_COOKIE", "1",
              "LINUX_HAS_SYSCALL_WRAPPER", "1"));

  public LoadOptions {
    kconfig = Map.copyOf(kconfig);
  }

  /// The same options with CO-RE relocations against `types`.
  public LoadOptions withTarget(Btf types) {
    return new LoadOptions(Optional.of(types), kconfig);
  }
}
