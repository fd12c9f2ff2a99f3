import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;

/// Checks (`check`, run by `mvn verify`) or mends (`write`) the format of every Java source of the
/// tree, with google-java-format on the class path.
///
/// Lives outside the reactor and runs from source, so that it works where no module compiles.
final class Format {
  private static final Set<String> SKIPPED = Set.of("target", ".git", ".idea");

  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean write = args[0].equals("write");
    var files = sources(Path.of(args[1]).toAbsolutePath().normalize());
    if (files.isEmpty()) {
      return;
    }
    var command =
        new ArrayList<>(write ? List.of("-i") : List.of("--dry-run", "--set-exit-if-changed"));
    files.forEach(file -> command.add(file.toString()));
    var arguments = command.toArray(new String[0]);
    var formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    int status = formatter.run(System.out, System.err, arguments);
    if (status != 0) {
      System.err.println("The files above are not in google-java-format. To mend them:");
      System.err.println("    mvn -q -N verify -Dmortise.format=write");
    }
    System.exit(status);
  }

  private static List<Path> sources(Path root) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean skipped = SKIPPED.contains(folder.getFileName().toString());
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }
}
