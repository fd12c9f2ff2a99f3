package mortise.plugin.drafts.linux;

import java.util.List;
import mortise.spi.HelperFamily;
import mortise.spi.Policy;

/// All drafts of the linux semantics.
public final class LinuxDrafts {
  public static List<HelperFamily> families() {
    return List.of(new LinuxRcu(), new LinuxCallback(), new LinuxIterator());
  }

  /// The policy that says which kernel is mirrored.
  public static Policy kernel() {
    return Kernel.VERSION;
  }

  private LinuxDrafts() {}
}
