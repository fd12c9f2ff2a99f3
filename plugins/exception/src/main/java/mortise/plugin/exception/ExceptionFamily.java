package mortise.plugin.exception;

import static mortise.plugin.exception.ExceptionRules.*;

import mortise.plugin.ownership.api.Mainline;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.Handler;
import mortise.spi.HelperFamily;
import mortise.spi.Result;

/// `bpf_throw`: ends the program from any depth of calls.
///
/// Source: linux `check_kfunc_call`, `process_bpf_exit_full`, `bpf_throw` (6.18).
public final class ExceptionFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("exception", "linux", "1.0.0", "[0.1,0.2)");

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    boolean closed = Mainline.closesHoles(in) || Mainline.is7(in);
    in.handler(
        new Handler(
            "exception_callback",
            SEVERAL_CALLBACKS,
            NO_SUCH_CALLBACK,
            CALLBACK_NOT_GLOBAL,
            CALLBACK_PARAMETERS,
            CALLBACK_CALLED,
            TAIL_CALL_IN_CALLBACK));
    in.header(
        """
        /* family exception: names the function that is called when the program throws */
        #define __exception_cb(name) __attribute__((btf_decl_tag("exception_callback:" #name)))
        """);
    var function =
        in.function("bpf_throw")
            .callableFrom(Mainline.objectPrograms())
            .prototype("void bpf_throw(__u64 cookie)")
            .documentation(
                "Ends the program. Its answer is what its exception callback makes of the cookie,"
                    + " or the cookie where there is none.");
    var cookie = function.scalar("cookie");
    function
        .requires(COOKIE_RANGE, cookie.mayBeAnswer(closed))
        .returns(Result.ends("bpf_throw", THROWN_IN_CALLBACK, closed))
        .runs(call -> call.unwind(call.argument(0)));
  }
}
