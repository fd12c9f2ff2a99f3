import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Copies a jar and gives its classes a class-file version that the JVM's start-up cache takes.
///
/// picocli is compiled for Java 5; the cache leaves classes out that are older than Java 6, and
/// then every start loads and verifies them anew, which is a third of the time that a short check
/// takes. Nothing changes but the version and the stack maps that go with it.
final class NewerClassFiles {
  private NewerClassFiles() {}

  public static void main(String[] args) throws IOException {
    var source = Path.of(args[0]);
    var target = Path.of(args[1]);
    Files.createDirectories(target.getParent());
    var urls = new URL[] {source.toUri().toURL()};
    try (var in = new JarFile(source.toFile());
        var loader = new URLClassLoader(urls, null);
        var out = new JarOutputStream(Files.newOutputStream(target))) {
      var classes =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (var entry : (Iterable<JarEntry>) in.stream()::iterator) {
        var copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        var bytes = in.getInputStream(entry).readAllBytes();
        out.write(entry.getName().endsWith(".class") ? newer(bytes, classes) : bytes);
      }
    }
  }

  private static byte[] newer(byte[] bytes, ClassFile classes) {
    var model = classes.parse(bytes);
    if (model.majorVersion() >= ClassFile.JAVA_8_VERSION) {
      return bytes;
    }
    // Touching each instruction is what makes the stack maps be computed.
    CodeTransform again = (code, element) -> code.with(element);
    var version =
        ClassTransform.endHandler(builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0));
    return classes.transformClass(
        model, ClassTransform.transformingMethodBodies(again).andThen(version));
  }
}
