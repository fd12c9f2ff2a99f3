package mortise.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// Asks the kernel, where it may be asked.
class RunningKernelTest {
  private static RunningKernel kernel() {
    try {
      return RunningKernel.open();
    } catch (UnavailableException e) {
      return abort(e.getMessage());
    }
  }

  @Test
  void aRightProgramIsAcceptedAndAWrongOneRejectedWithItsMessage() {
    var kernel = kernel();
    try (var right = kernel.load(Objects.file("loops"));
        var wrong = kernel.load(Objects.file("reject_core"))) {
      assertThat(right.hasTypes()).isTrue();
      assertThat(right.judge("gcd")).isInstanceOf(KernelVerdict.Accepted.class);
      assertThat(wrong.object().programs())
          .allSatisfy(
              program ->
                  assertThat(wrong.judge(program.name()))
                      .isNotInstanceOf(KernelVerdict.Accepted.class));
      assertThat(wrong.judge("code_behind_the_exit"))
          .isInstanceOfSatisfying(
              KernelVerdict.Rejected.class,
              no -> assertThat(no.message()).isEqualTo("unreachable insn 2"));
    }
  }

  @Test
  void aChangeIsJudged() {
    try (var object = kernel().load(Objects.file("loops"))) {
      var program = object.object().program("gcd").orElseThrow();
      var changes = Map.of(0, program.at(0).raw().withSource(3));
      assertThat(object.judge("gcd", changes)).isInstanceOf(KernelVerdict.Rejected.class);
      assertThat(object.judge("gcd")).isInstanceOf(KernelVerdict.Accepted.class);
    }
  }
}
