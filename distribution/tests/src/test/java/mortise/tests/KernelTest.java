package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import mortise.kernel.KernelVerdict;
import mortise.kernel.RunningKernel;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The running kernel judges every example as we do; skipped where it cannot be asked.
class KernelTest {
  @TestFactory
  Stream<DynamicTest> examples() {
    var kernel = LiveKernel.orSkip();
    return Suite.LINUX
        .objects()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    Suite.LINUX.name(file), file.toUri(), () -> compare(kernel, file)));
  }

  private static void compare(RunningKernel kernel, Path file) {
    var differences = new ArrayList<String>();
    var name = Suite.LINUX.name(file);
    try (var theirs = kernel.load(file)) {
      LiveKernel.programs(file)
          .filter(one -> !Differences.isKnown(name, one.program()))
          .forEach(
              one -> {
                var verdict = theirs.judge(one.program());
                var said =
                    switch (verdict) {
                      case KernelVerdict.Accepted _ -> "accepts";
                      case KernelVerdict.Rejected no -> "rejects: " + no.message();
                      case KernelVerdict.Unsupported no -> "cannot load it: " + no.problem();
                    };
                boolean accepted = verdict instanceof KernelVerdict.Accepted;
                boolean ours = LiveKernel.accepts(LiveKernel.load(one));
                // What 6.18 wrongly accepts is told apart by a policy; one choice must agree.
                boolean differs = ours != accepted && LiveKernel.accepts(one.load()) != accepted;
                if (differs && !(verdict instanceof KernelVerdict.Unsupported)) {
                  differences.add(
                      "%s: we %s, the kernel %s"
                          .formatted(one.program(), ours ? "accept" : "reject", said));
                }
              });
    }
    assertThat(differences).isEmpty();
  }
}
