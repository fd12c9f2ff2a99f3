package mortise.runtime.memory;

import java.util.List;
import mortise.spi.TypeView;

/// Memory without special fields; its name says what it is for.
public record PlainType(String name, long size) implements TypeView {
  @Override
  public List<SpecialField> fields() {
    return List.of();
  }
}
