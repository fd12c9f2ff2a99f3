package mortise.plugin.prototype;

import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;

/// The helpers of mainline that no other family brings: programs that call them can be judged, not
/// run. A family that implements one takes its line out of `helpers.tsv`.
///
/// Source: linux `struct bpf_func_proto` of each, and `get_func_proto` of each program type, as
/// kernel 6.18 answers when asked.
public final class LinuxPrototype implements HelperFamily {
  private static final String TABLE = "helpers.tsv";

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("prototype", "linux", "1.0.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    Prototype.read(TABLE).forEach(prototype -> prototype.declare(in));
    Unlisted.declare(in);
  }
}
