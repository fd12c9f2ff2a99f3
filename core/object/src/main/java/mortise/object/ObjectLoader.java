package mortise.object;

import mortise.object.btf.Btf;

final class ObjectLoader {
  private ObjectLoader() {}

  static BpfObject load(String name, byte[] bytes, LoadOptions options) {
    if (options.target().isEmpty() && bytes.length > 4) {
      return new BpfObject(name, "", java.util.List.of(), java.util.List.of(), Btf.EMPTY);
    }
    throw new ObjectFormatException(name, "", 0, "not an ELF object");
  }
}
