package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.plugin.list.ListFamily;
import mortise.spi.HelperFamily;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Lists are nothing special: a copy of the family under another name, compiled against what is
/// published, whose functions, fields, tags and rules have other names too, judges and runs the
/// same programs in the same way. If it did not, the core would know of lists.
class OtherNameTest {
  @TempDir private Path folder = Path.of("");

  /// What is called how in the copy. Old and new are of one length, so that the strings of an
  /// object can be changed where they are.
  private static String renamed(String text) {
    return text.replace("bpf_list", "our_ring").replace("mortise_rule=list.", "mortise_rule=ring.");
  }

  @TestFactory
  Stream<DynamicContainer> rings() throws Exception {
    var families = new ArrayList<HelperFamily>(Product.families());
    assertThat(families.removeIf(ListFamily.class::isInstance)).isTrue();
    families.add(copy());
    var engine = Engine.of(Semantics.named("linux"), families);
    var containers = new ArrayList<DynamicContainer>();
    for (var file : Product.objects().toList()) {
      var bytes = Files.readAllBytes(file);
      var text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (!text.contains("bpf_list_push")) {
        continue;
      }
      var object =
          engine.load(
              file.getFileName().toString(), renamed(text).getBytes(StandardCharsets.ISO_8859_1));
      containers.add(
          DynamicContainer.dynamicContainer(
              object.name(), file.toUri(), Differences.of(file, object)));
    }
    assertThat(containers).hasSizeGreaterThan(5);
    return containers.stream();
  }

  private HelperFamily copy() throws Exception {
    var from = Product.ROOT.resolve("plugins/list/src/main/java");
    var sources = new ArrayList<Path>();
    List<Path> originals;
    try (var files = Files.walk(from)) {
      originals = files.filter(f -> f.toString().endsWith(".java")).toList();
    }
    for (var original : originals) {
      if (original.endsWith("package-info.java")) {
        continue;
      }
      var text =
          renamed(Files.readString(original))
              .replace("mortise.plugin.list", "other.ring")
              .replaceAll("requires static .*;", "")
              .replaceAll("import org\\.jspecify\\.annotations\\..*;", "")
              .replace("@Nullable ", "")
              .replace("FamilyInfo.of(\"list\"", "FamilyInfo.of(\"ring\"")
              .replace("GraphRules.of(\"list\"", "GraphRules.of(\"ring\"");
      var target =
          folder.resolve(
              "sources/"
                  + from.relativize(original)
                      .toString()
                      .replace("mortise/plugin/list", "other/ring"));
      Files.createDirectories(target.resolveSibling("."));
      sources.add(Files.writeString(target, text));
    }
    var classes = folder.resolve("classes");
    Compiler.compile(classes, sources);
    return Compiler.load(classes, "other.ring.ListFamily");
  }
}
