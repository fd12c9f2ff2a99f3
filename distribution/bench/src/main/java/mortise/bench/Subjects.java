package mortise.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mortise.engine.Engine;
import mortise.engine.LoadedProgram;
import mortise.engine.Semantics;
import mortise.engine.Verdict;

/// The programs to measure, each named `FILE#program`.
final class Subjects {
  private Subjects() {}

  /// The objects in a folder, by name.
  static List<Path> objects(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".bpf.o")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  /// The programs of an object that are accepted: only they can be compared.
  static List<String> accepted(Path object) {
    var names = new ArrayList<String>();
    for (var program : engine().load(object).programs()) {
      if (program.verify() instanceof Verdict.Accepted) {
        names.add(object + "#" + program.name());
      } else {
        System.err.printf("left out, not accepted: %s of %s%n", program.name(), object);
      }
    }
    return names;
  }

  /// The programs of an object that are accepted, all of one object so that they can share maps.
  static List<Verdict.Accepted> together(Path object) {
    return engine().load(object).programs().stream()
        .map(LoadedProgram::verify)
        .filter(Verdict.Accepted.class::isInstance)
        .map(Verdict.Accepted.class::cast)
        .toList();
  }

  static LoadedProgram load(String subject) {
    int hash = subject.lastIndexOf('#');
    return engine()
        .load(Path.of(subject.substring(0, hash)))
        .program(subject.substring(hash + 1))
        .orElseThrow();
  }

  private static Engine engine() {
    return Engine.of(Semantics.named("linux"));
  }
}
