package mortise.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jars in the distribution's plugins folder, as a user meets them: commands, what they print, and
/// how they end.
class DropinIT {
  private static final String CLOSES_TWICE =
      ".requires(SealRules.ALREADY_CLOSED, seal.is(STATE, Seal.UNKNOWN, Seal.OPEN))";

  @TempDir private static Path work;
  private static Distribution mortise = new Distribution(Path.of(""), Path.of(""));
  private static Path seal = Path.of("");

  @BeforeAll
  static void unpack() throws Exception {
    mortise = Distribution.in(work.resolve("mortise"));
    seal = SealJar.build();
  }

  @BeforeEach
  void asItCame() throws IOException {
    mortise.reset();
  }

  private static Path drop(Path jar, String name) throws IOException {
    return Files.copy(jar, mortise.plugins().resolve(name));
  }

  private static Variant another(String version) {
    return Variant.of(seal, SourceTree.PLUGIN.resolve("src/main/java"), version)
        .with("\"seal\", \"linux\", \"1.0.0\"", "\"seal\", \"linux\", \"" + version + "\"");
  }

  /// Two closings are one: what the second version does differently.
  private static Path second(Path jar) throws IOException {
    return another("2.0.0").with(CLOSES_TWICE, "").writeTo(jar);
  }

  private static Finished check(String program, Object... more) throws Exception {
    var arguments = new Object[more.length + 6];
    System.arraycopy(
        new Object[] {"check", SourceTree.SEAL_OBJECT, "-f", program, "-o", "csv"},
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    var finished = mortise.mortise(arguments);
    assertThat(finished.isWithoutStackTrace()).as(finished.toString()).isTrue();
    return finished;
  }

  private static void assertRejected(Finished check, String rule) {
    assertThat(check.code()).as(check.toString()).isEqualTo(1);
    assertThat(check.out()).contains(",failure,").contains("," + rule + ",");
  }

  private static void assertAccepted(Finished check) {
    assertThat(check.code()).as(check.toString()).isZero();
    assertThat(check.out()).contains(",success,");
  }

  @Test
  void withoutThePluginItsFunctionsAreUnknownAndTheFamiliesThatAreHereNamed() throws Exception {
    var post = mortise.mortise("check", SourceTree.SEAL_OBJECT, "-f", "post", "-o", "json");
    assertThat(post.code()).isEqualTo(1);
    assertThat(post.out())
        .contains("mx_seal_close")
        .contains(
            "installed are: allocator, callback, cgroup,", "list, lock, map, net, prototype,");
  }

  @Test
  void droppedInItIsThere() throws Exception {
    drop(seal, "seal.jar");
    var families = mortise.mortise("families");
    assertThat(families.out()).containsPattern("(?m)^seal +1\\.0\\.0 +linux +SPI \\[0\\.1\\.0,");
    assertThat(families.err()).isEmpty();
    assertThat(mortise.mortise("families", "show", "seal").out())
        .contains("mx_seal_close")
        .contains("seal.already-closed");
    assertThat(mortise.mortise("explain", "seal.open-object-linked").out())
        .contains("must be closed before it is linked");
    assertThat(mortise.mortise("headers").out())
        .contains("struct mx_seal {")
        .contains("extern __u32 mx_seal_close(struct mx_seal *seal) __ksym;");
  }

  @Test
  void itsProgramsAreCheckedAndRun() throws Exception {
    drop(seal, "seal.jar");
    assertAccepted(check("post"));
    var run = mortise.mortise("run", SourceTree.SEAL_OBJECT, "forward", "--engine", "interpreter");
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out()).startsWith("Return value: 207 ");
  }

  @Test
  void itHasASayInWhatListAccepts() throws Exception {
    drop(seal, "seal.jar");
    assertRejected(check("post_open"), "seal.open-object-linked");
    assertRejected(check("close_twice"), "seal.already-closed");
    assertAccepted(check("send_postcard"));
    var run =
        mortise.mortise("run", SourceTree.SEAL_OBJECT, "post_open", "--engine", "interpreter");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("the object's seal must be closed before it is linked");
  }

  @Test
  void ofTwoVersionsTheNewerIsUsed() throws Exception {
    drop(seal, "a-seal.jar");
    second(mortise.plugins().resolve("b-seal.jar"));
    var twice = check("close_twice");
    assertAccepted(twice);
    assertThat(twice.err())
        .isEqualTo(
            "mortise: family seal 1.0.0 (linux) of a-seal.jar is passed over,"
                + " because seal 2.0.0 (linux) of b-seal.jar is here too\n");
    assertThat(mortise.mortise("families").out())
        .containsPattern("(?m)^seal +2\\.0\\.0 ")
        .doesNotContainPattern("(?m)^seal +1\\.0\\.0 ");
  }

  @Test
  void theOrderOfTheJarsDoesNotMatter() throws Exception {
    second(mortise.plugins().resolve("a-seal.jar"));
    drop(seal, "b-seal.jar");
    assertAccepted(check("close_twice"));
  }

  @Test
  void aCopyOfAJarDoesNoHarm() throws Exception {
    drop(seal, "seal.jar");
    drop(seal, "seal (copy).jar");
    var post = check("post");
    assertAccepted(post);
    assertThat(post.err())
        .isEqualTo(
            "mortise: family seal 1.0.0 (linux) of seal (copy).jar is here twice:"
                + " seal 1.0.0 (linux) of seal.jar is passed over\n");
  }

  @Test
  void twoPluginsThatCallThemselvesTheSameCannotBothTakePart() throws Exception {
    for (var version : List.of("1.0.0", "3.1.0")) {
      asItCame();
      drop(seal, "seal.jar");
      Variant.of(
              SourceTree.jar("plugins/list"),
              SourceTree.ROOT.resolve("plugins/list/src/main/java"),
              version)
          .with("\"list\", \"linux\", \"1.1.0\"", "\"seal\", \"linux\", \"" + version + "\"")
          .writeTo(mortise.plugins().resolve("wax.jar"));
      var check = mortise.mortise("check", SourceTree.SEAL_OBJECT);
      assertThat(check.code()).isEqualTo(2);
      assertThat(check.err().lines())
          .filteredOn(line -> line.contains("two plugins"))
          .singleElement()
          .asString()
          .startsWith("mortise: two plugins offer the family seal of semantics 'linux': ")
          .contains("seal 1.0.0 (linux) of seal.jar", "seal " + version + " (linux) of wax.jar");
    }
  }

  @Test
  void oneVersionWithTwoContentsCannotBeChosenFrom() throws Exception {
    drop(seal, "seal-a.jar");
    another("1.0.0").with(CLOSES_TWICE, "").writeTo(mortise.plugins().resolve("seal-b.jar"));
    var check = check("close_twice");
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.err())
        .isEqualTo(
            "mortise: two plugins offer the family seal of semantics 'linux':"
                + " seal 1.0.0 (linux) of seal-a.jar and seal 1.0.0 (linux) of seal-b.jar\n");
  }

  @Test
  void twoVersionsCannotBothBeAskedFor() throws Exception {
    var first = drop(seal, "seal-1.jar");
    var next = second(mortise.plugins().resolve("seal-2.jar"));
    var check = check("close_twice", "--plugin", first, "--plugin", next);
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.err())
        .isEqualTo(
            "mortise: --plugin twice for one family: seal 1.0.0 (linux) of seal-1.jar,"
                + " and seal 2.0.0 (linux) of seal-2.jar\n");
  }

  @Test
  void anotherVersionIsAskedForByItsJar() throws Exception {
    second(mortise.plugins().resolve("seal-2.jar"));
    var first = drop(seal, "seal-1.jar");
    var twice = check("close_twice", "--plugin", first);
    assertRejected(twice, "seal.already-closed");
    assertThat(twice.err())
        .contains(
            "family seal 2.0.0 (linux) of seal-2.jar is passed over, because --plugin gives seal"
                + " 1.0.0 (linux) of seal-1.jar");
  }

  @Test
  void aNewListTakesThePlaceOfTheDistributionsOwn() throws Exception {
    drop(seal, "seal.jar");
    Variant.of(
            SourceTree.jar("plugins/list"),
            SourceTree.ROOT.resolve("plugins/list/src/main/java"),
            "1.2.0")
        .with("\"list\", \"linux\", \"1.1.0\"", "\"list\", \"linux\", \"1.2.0\"")
        .with("\"head\", \"list\", \"bpf_list_head\"", "\"head\", \"list\", \"list head\"")
        .writeTo(mortise.plugins().resolve("list.jar"));
    var check =
        mortise.mortise(
            "check",
            SourceTree.EXAMPLES.resolve("reject_list.bpf.o"),
            "-f",
            "not_a_head",
            "-o",
            "csv");
    assertRejected(check, "list.head-not-found");
    assertThat(check.out()).contains("list head not found at offset=16");
    assertThat(check.err()).contains("family list 1.1.0 (linux) of ");
    // The new list announces what the old one did, so the seal still has its say.
    assertRejected(check("post_open"), "seal.open-object-linked");
    assertAccepted(check("post"));
  }

  @Test
  void aPluginForAnotherSpiIsRefusedInWordsAndTheOthersGoOn() throws Exception {
    another("1.0.0")
        .with("\"[0.1,0.2)\"", "\"[0.2,0.3)\"")
        .writeTo(mortise.plugins().resolve("seal.jar"));
    var check = mortise.mortise("check", SourceTree.EXAMPLES.resolve("queue.bpf.o"), "-o", "csv");
    assertThat(check.code()).as(check.toString()).isZero();
    assertThat(check.err().lines())
        .singleElement()
        .asString()
        .startsWith("mortise: ")
        .endsWith(
            "seal.jar: seal 1.0.0 (linux) was written for SPI [0.2.0,0.3.0), and this is 0.1.0");
    assertRejected(check("post"), "call.function-unknown");
  }

  @Test
  void aRefusedVersionTakesNothingFromThoseWhoBuildOnIt() throws Exception {
    Variant.of(
            SourceTree.jar("plugins/lock"),
            SourceTree.ROOT.resolve("plugins/lock/src/main/java"),
            "2.0.0")
        .with("\"1.0.0\", \"[0.1,0.2)\"", "\"2.0.0\", \"[0.2,0.3)\"")
        .writeTo(mortise.plugins().resolve("lock-2.jar"));
    var check = mortise.mortise("check", SourceTree.EXAMPLES.resolve("queue.bpf.o"), "-o", "csv");
    assertThat(check.code()).as(check.toString()).isZero();
    assertThat(check.err()).contains("lock 2.0.0 (linux) was written for SPI [0.2.0,0.3.0)");
  }

  @Test
  void aNewLockIsTheOneThatListsAreGuardedBy() throws Exception {
    Variant.of(
            SourceTree.jar("plugins/lock"),
            SourceTree.ROOT.resolve("plugins/lock/src/main/java"),
            "1.1.0")
        .with("\"1.0.0\", \"[0.1,0.2)\"", "\"1.1.0\", \"[0.1,0.2)\"")
        .writeTo(mortise.plugins().resolve("lock-1.1.jar"));
    var check = mortise.mortise("check", SourceTree.EXAMPLES.resolve("queue.bpf.o"), "-o", "csv");
    assertThat(check.code()).as(check.toString()).isZero();
    assertThat(check.err()).contains("family lock 1.0.0 (linux) of ");
  }

  @Test
  void aPluginThatFailsIsNamedAndTheOthersGoOn() throws Exception {
    another("1.0.0")
        .with("in.field(SEAL);", "if (in != null) throw new IllegalStateException(\"no wax\");")
        .writeTo(mortise.plugins().resolve("seal.jar"));
    var check = mortise.mortise("check", SourceTree.EXAMPLES.resolve("queue.bpf.o"), "-o", "csv");
    assertThat(check.code()).as(check.toString()).isZero();
    assertThat(check.err().lines())
        .singleElement()
        .asString()
        .contains("family seal 1.0.0 (linux) failed while declaring, left out")
        .contains("no wax");
  }

  @Test
  void whereTheNewVersionFailsTheOldOneTakesOver() throws Exception {
    drop(seal, "seal-1.jar");
    another("2.0.0")
        .with("in.field(SEAL);", "if (in != null) throw new IllegalStateException(\"no wax\");")
        .writeTo(mortise.plugins().resolve("seal-2.jar"));
    var check = check("close_twice");
    assertRejected(check, "seal.already-closed");
    assertThat(check.err()).contains("family seal 2.0.0 (linux) failed while declaring");
  }

  @Test
  void theRuntimeHalfStopsWhatTheRuleWouldHaveStopped() throws Exception {
    var sources = SourceTree.PLUGIN.resolve("src/main/java");
    Variant.of(seal, sources, "1.0.0")
        .with("Ownership.OBJECT.is(STATE, Seal.CLOSED)", "Condition.always()")
        .writeTo(mortise.plugins().resolve("seal.jar"));
    var run =
        mortise.mortise("run", SourceTree.SEAL_OBJECT, "post_open", "--engine", "interpreter");
    assertThat(run.code()).as(run.toString()).isEqualTo(1);
    assertThat(run.err()).contains("an object is linked whose seal is open");
    assertThat(run.isWithoutStackTrace()).isTrue();
  }

  @Test
  void aPluginWithoutWhatItBuildsOnSaysWhatItMisses() throws Exception {
    drop(seal, "seal.jar");
    try (var jars = Files.list(mortise.plugins())) {
      for (var jar :
          jars.filter(j -> j.getFileName().toString().startsWith("mortise-plugin-"))
              .sorted(Comparator.naturalOrder())
              .toList()) {
        if (!jar.getFileName().toString().contains("-ringbuf-")) {
          Files.delete(jar);
        }
      }
    }
    var families = mortise.mortise("families");
    assertThat(families.code()).isZero();
    assertThat(families.err())
        .contains(
            "seal.jar: needs mortise.plugin.lock, mortise.plugin.ownership, which is not here");
    assertThat(families.out()).contains("ringbuf ");
  }
}
