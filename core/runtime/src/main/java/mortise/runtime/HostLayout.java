package mortise.runtime;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import mortise.object.HostBtf;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;

/// How large the host's structs are, and where their members lie.
record HostLayout(HostBtf host) {
  OptionalLong size(String struct) {
    var btf = host.types();
    var id = btf.map(types -> find(types, struct)).orElse(OptionalInt.empty());
    return id.isPresent() ? btf.orElseThrow().size(id.getAsInt()) : OptionalLong.empty();
  }

  /// @param member `a.b.c`
  OptionalLong offset(String struct, String member) {
    Optional<Btf> btf = host.types();
    var id = btf.map(types -> find(types, struct)).orElse(OptionalInt.empty());
    if (id.isEmpty()) {
      return OptionalLong.empty();
    }
    int type = id.getAsInt();
    long offset = 0;
    for (var name : member.split("\\.", -1)) {
      var field = btf.orElseThrow().member(type, name);
      if (field.isEmpty()) {
        return OptionalLong.empty();
      }
      offset += field.get().offset();
      type = btf.orElseThrow().resolveId(field.get().type());
    }
    return OptionalLong.of(offset);
  }

  private static OptionalInt find(Btf btf, String struct) {
    for (int id : btf.ids(struct)) {
      if (btf.type(id) instanceof BtfType.Composite) {
        return OptionalInt.of(id);
      }
    }
    return OptionalInt.empty();
  }
}
