package mortise.plugin.prototype;

import java.util.List;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.HostType;
import mortise.spi.runtime.Machine;

/// The helpers and kernel functions of mainline that no other family brings: programs that call
/// them can be judged, not run. A family that implements one takes its line out of `helpers.tsv` or
/// `functions.tsv`.
///
/// Source: linux `struct bpf_func_proto` of each, and `get_func_proto` of each program type, as
/// kernel 6.18 answers when asked.
public final class LinuxPrototype implements HelperFamily {

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("prototype", "linux", "1.0.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    in.host(HostType.of("bpf_crypto_ctx").releasedBy(Machine::drop));
    for (var table : List.of("helpers.tsv", "functions.tsv")) {
      Prototype.read(table).forEach(prototype -> prototype.declare(in));
    }
    Unlisted.declare(in);
  }
}
