package mortise.plugin.socket;

import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.HostType;

/// Sockets: lookups that must be released, casts that share what is owed, fields.
///
/// Source: linux `is_ptr_cast_function`, `is_acquire_function`, `get_func_proto` of each program
/// type, as kernel 6.18 answers when asked.
public final class LinuxSocket implements HelperFamily {
  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("socket", "linux", "1.0.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    Views.all().forEach(in::view);
    Prototype.structs().map(HostType::of).forEach(in::host);
    Prototype.all().forEach(prototype -> prototype.declare(in));
  }
}
