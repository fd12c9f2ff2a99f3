package mortise.object.btf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The declaration tags by what they tag.
record BtfTags(Map<Place, List<String>> tags) {
  private record Place(int type, int component) {}

  static BtfTags of(Btf btf) {
    var tags = new HashMap<Place, List<String>>();
    for (int id = 1; id < btf.size(); id++) {
      if (btf.type(id) instanceof BtfType.DeclarationTag tag) {
        tags.computeIfAbsent(new Place(tag.type(), tag.component()), _ -> new ArrayList<>())
            .add(tag.name());
      }
    }
    tags.replaceAll((_, list) -> List.copyOf(list));
    return new BtfTags(tags);
  }

  List<String> of(int type, int component) {
    return tags.getOrDefault(new Place(type, component), List.of());
  }
}
