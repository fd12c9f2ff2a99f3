package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The distributions that have the proposal semantics, as a user meets them.
class LabIT {
  private static final String QUEUES = "compare/queue.linux.bpf.o:compare/queue.proposal.bpf.o";

  @TempDir private Path folder = Path.of("");

  private record Finished(int code, String out, String err) {}

  @BeforeEach
  void isBuilt() {
    assumeTrue(Files.isExecutable(command("lab")), "the lab is not built: " + command("lab"));
  }

  private static Path command(String distribution) {
    return Product.ROOT.resolve(
        "distribution/%s/target/mortise-%s-0.1.0/bin/mortise"
            .formatted(distribution, distribution));
  }

  private Finished run(String distribution, List<String> arguments)
      throws IOException, InterruptedException {
    var line = new ArrayList<String>();
    line.add(command(distribution).toString());
    line.addAll(arguments);
    var err = Files.createTempFile(folder, "err", "");
    var builder =
        new ProcessBuilder(line).directory(Product.EXAMPLES.toFile()).redirectError(err.toFile());
    builder.environment().put("MORTISE_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    var process = builder.start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return new Finished(code, out, Files.readString(err));
  }

  private Finished lab(String... arguments) throws IOException, InterruptedException {
    return run("lab", List.of(arguments));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "check --semantics nope queue.bpf.o | no semantics 'nope'; there are: linux, proposal",
        "diff --semantics linux,nope queue.bpf.o | no semantics 'nope'; there are: linux, proposal",
        "check --policy refcount=helper queue.bpf.o | semantics 'linux' has no policy 'refcount'",
        "check --semantics proposal --policy recfount=helper queue.bpf.o" + " | refcount = caller",
        "check --semantics proposal --policy refcount=callee queue.bpf.o"
            + " | policy refcount has no value 'callee'; it has: caller, helper",
        "check --semantics proposal+unknown-nodes=claim queue.bpf.o"
            + " | policies contradict: claim needs owner",
        "check --semantics proposal+unknown-nodes=owner+claim+node-lock queue.bpf.o"
            + " | chosen: unknown-nodes=owner+claim+node-lock",
        "diff --semantics proposal,proposal+unknown-nodes=claim queue.bpf.o"
            + " | policies contradict: claim needs owner",
        "diff --semantics linux,proposal gone.bpf.o | gone.bpf.o",
        "diff --semantics linux,proposal queue.bpf.o:gone.bpf.o | gone.bpf.o",
        "diff --semantics linux,proposal README.md | README.md",
      })
  void badInputIsExplained(String arguments, String expected) throws Exception {
    var finished = lab(arguments.split(" +"));
    assertThat(finished.code()).as(finished.toString()).isEqualTo(2);
    assertThat(finished.err()).startsWith("mortise: ").contains(expected).doesNotContain("\tat ");
    assertThat(finished.err().lines()).hasSize(1);
    assertThat(finished.out()).isEmpty();
  }

  @Test
  void theQueueUnderBothSemantics() throws Exception {
    var finished = lab("diff", "--semantics", "linux,proposal", "-o", "csv", QUEUES);
    assertThat(finished.code()).as(finished.toString()).isEqualTo(1);
    assertThat(finished.err()).isEmpty();
    assertThat(
            finished
                .out()
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(field -> String.join(" ", List.of(field).subList(1, 5))))
        .containsExactly(
            "enqueue success success MATCH",
            "dequeue success success MATCH",
            "peek success success MATCH",
            "rotate success success MATCH",
            "not_constructed success failure MISMATCH",
            "without_lock failure failure MATCH",
            "under_another_lock failure failure RULE",
            "twice failure failure RULE",
            "read_after_unlock failure failure RULE",
            "leak failure failure MATCH");
  }

  @Test
  void theTableNamesRuleInstructionAndSourceLine() throws Exception {
    var finished = lab("diff", "--semantics", "linux,proposal", "-f", "not_constructed", QUEUES);
    assertThat(finished.out())
        .startsWith("A: linux (")
        .contains("\nB: proposal (")
        .contains("  A: success\n", "  B: failure by list.node-not-live: ")
        .contains("  they part after\n", "| map_push_back(&head, &work->node);")
        .containsPattern("\n     A goes on with instruction \\d+, .*queue\\.bpf\\.c:\\d+:\\d+\n")
        .contains("\n     B ends there\n")
        .endsWith(
            "Done. Compared 1 objects, 1 programs: 1 differ (0 new, 0 missing), 0 not applicable."
                + " Skipped 9 programs.\n");
  }

  @Test
  void whatIsNotApplicableDoesNotDiffer() throws Exception {
    var finished = lab("diff", "--semantics", "linux,proposal", "-o", "csv", "queue.bpf.o");
    assertThat(finished.code()).as(finished.toString()).isZero();
    assertThat(finished.out().lines().skip(1))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains(",success,n/a,N/A,"));
  }

  @Test
  void theHeaderIsTheOneThatTheExamplesAreCompiledWith() throws Exception {
    var committed = Files.readString(Product.EXAMPLES.resolve("proposal/include/proposal.h"));
    assertThat(lab("headers", "--semantics", "proposal").out()).isEqualTo(committed);
    assertThat(lab("headers", "--semantics", "proposal+refcount=helper").out())
        .contains("bpf_refcount_acquire")
        .doesNotContain("bpf_refcount_inc");
  }

  @Test
  void whatARunLeavesIsToldAndFailsIt() throws Exception {
    var finished =
        lab("run", "reject_allocator.bpf.o", "never_dropped", "--without-rule", "reference.leak");
    assertThat(finished.code()).as(finished.toString()).isEqualTo(1);
    assertThat(finished.out()).isEmpty();
    assertThat(finished.err())
        .contains(
            "left over: 'point' (16 bytes) allocated by instruction 3 of 'never_dropped' (./");
  }

  @Test
  void aDistributionOffersItsOwnSemantics() throws Exception {
    assumeTrue(Files.isExecutable(command("linux")), "the linux distribution is not built");
    var linux = run("linux", List.of("check", "--semantics", "proposal", "queue.bpf.o"));
    assertThat(linux.code()).isEqualTo(2);
    assertThat(linux.err()).isEqualTo("mortise: no semantics 'proposal'; there are: linux\n");
    assertThat(lab("check", "queue.bpf.o").code()).isZero();
  }
}
