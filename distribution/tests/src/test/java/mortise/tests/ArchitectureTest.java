package mortise.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Arrows point one way.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("mortise");

  private static final String PLUGINS = "mortise.plugin.";
  private static final String[] CORE = {
    "mortise.spi..",
    "mortise.object..",
    "mortise.verifier..",
    "mortise.runtime..",
    "mortise.engine.."
  };
  private static final String[] BUNDLES = {
    "mortise.cli..", "mortise.host..", "mortise.kernel..", "mortise.testkit.."
  };

  @Test
  void theCoreDependsOnNoFamily() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("mortise.plugin..")
        .check(CLASSES);
  }

  @Test
  void theContractDependsOnNothing() {
    classes()
        .that()
        .resideInAPackage("mortise.spi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("mortise.spi..", "java..", "org.jspecify..", "org.osgi.annotation..")
        .check(CLASSES);
  }

  @Test
  void objectsKnowNobody() {
    noClasses()
        .that()
        .resideInAPackage("mortise.object..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("mortise.spi..", "mortise.verifier..", "mortise.runtime..")
        .check(CLASSES);
  }

  @Test
  void verifierAndRuntimeDoNotKnowEachOtherNorTheEngine() {
    noClasses()
        .that()
        .resideInAPackage("mortise.verifier..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("mortise.runtime..", "mortise.engine..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("mortise.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("mortise.verifier..", "mortise.engine..")
        .check(CLASSES);
  }

  @Test
  void nothingDependsOnBundles() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BUNDLES)
        .and()
        .resideOutsideOfPackage("mortise.bench..") // no part of the product, but a user of it
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BUNDLES)
        .check(CLASSES);
  }

  @Test
  void pluginsSeeTheContractAndWhatOtherPluginsExport() {
    classes()
        .that()
        .resideInAPackage("mortise.plugin..")
        .should(
            new ArchCondition<>("depend on the SPI, themselves and exported api packages only") {
              @Override
              public void check(JavaClass plugin, ConditionEvents events) {
                var mayBeSeen = mayBeSeenBy(plugin);
                plugin.getDirectDependenciesFromSelf().stream()
                    .filter(dependency -> !mayBeSeen.test(dependency.getTargetClass()))
                    .forEach(
                        dependency ->
                            events.add(
                                SimpleConditionEvent.violated(
                                    dependency, dependency.getDescription())));
              }
            })
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> mayBeSeenBy(JavaClass plugin) {
    var own = family(plugin.getPackageName());
    return DescribedPredicate.describe(
        "may be seen by " + own,
        seen -> {
          var name = seen.getBaseComponentType().getPackageName();
          return name.isEmpty()
              || name.startsWith("java.")
              || name.startsWith("org.jspecify.")
              || name.startsWith("org.osgi.annotation.")
              || name.startsWith("mortise.spi")
              || (name.startsWith(PLUGINS) && (family(name).equals(own) || isExported(name)));
        });
  }

  /// What plugins show to each other: an api, and what the families of one semantics share.
  private static boolean isExported(String packageName) {
    var plugin = PLUGINS + family(packageName);
    return packageName.equals(plugin + ".api")
        || packageName.equals(plugin + ".linux")
        || packageName.equals(plugin + ".proposal");
  }

  /// `list` of `mortise.plugin.list.api`.
  private static String family(String packageName) {
    return packageName.substring(PLUGINS.length()).split("\\.", -1)[0];
  }

  /// What families declare by name in their sources: functions, structs.
  private static final Pattern DECLARED = Pattern.compile("\"(bpf_[a-z0-9_]+)\"");

  @Test
  void noSourceOfTheCoreNamesWhatAFamilyDeclares() throws IOException {
    var names = new TreeSet<String>();
    for (var source : sources("plugins")) {
      DECLARED.matcher(Files.readString(source)).results().forEach(r -> names.add(r.group(1)));
    }
    assertThat(names).contains("bpf_list_head", "bpf_obj_new_impl", "bpf_spin_lock");
    var found = new ArrayList<String>();
    for (var source : sources("core")) {
      var text = Files.readString(source);
      for (var name : names) {
        if (Pattern.compile("\\b" + name + "\\b").matcher(text).find()) {
          found.add(Product.ROOT.relativize(source) + " names " + name);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static List<Path> sources(String folder) throws IOException {
    try (var files = Files.walk(Product.ROOT.resolve(folder))) {
      return files
          .filter(f -> f.toString().endsWith(".java") && f.toString().contains("/src/main/"))
          .toList();
    }
  }
}
