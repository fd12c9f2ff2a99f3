package mortise.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import mortise.spi.HelperFamily;

/// Plugins that are compiled when a test needs them: bundles that say what they provide in their
/// `module-info` and nowhere else.
final class TestJars {
  private final Path work;

  TestJars(Path work) {
    this.work = work;
  }

  /// A family called `id`, in a jar that appears in its place at once.
  Path family(Path jar, String id, String version, String spiRange) throws IOException {
    var sources = Files.createTempDirectory(work, "sources");
    var classes = Files.createTempDirectory(work, "classes");
    var info =
        Files.writeString(
            sources.resolve("module-info.java"),
            """
            module %1$s {
              requires mortise.spi;
              provides mortise.spi.HelperFamily with %1$s.Family;
            }
            """
                .formatted(id));
    var family =
        Files.writeString(
            sources.resolve("Family.java"),
            """
            package %s;

            import mortise.spi.*;

            public final class Family implements HelperFamily {
              @Override public FamilyInfo info() {
                return FamilyInfo.of("%s", "test", "%s", "%s");
              }

              @Override public void declare(Declarations in) {}
            }
            """
                .formatted(id, id, version, spiRange));
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--module-path=" + spi(),
                "-d",
                classes.toString(),
                info.toString(),
                family.toString());
    assertThat(status).isZero();

    var manifest = new Manifest();
    var headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", id);
    headers.putValue("Bundle-Version", version);
    headers.putValue("Import-Package", "mortise.spi;version=\"[0.1,0.2)\"");
    var packed = Files.createTempFile(work, id, ".packed");
    try (var out = new JarOutputStream(Files.newOutputStream(packed), manifest)) {
      for (var name : new String[] {"module-info.class", id + "/Family.class"}) {
        out.putNextEntry(new JarEntry(name));
        Files.copy(classes.resolve(name), out);
      }
    }
    return Files.move(packed, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String spi() {
    var location = HelperFamily.class.getProtectionDomain().getCodeSource().getLocation();
    return new File(location.getPath()).toString();
  }
}
