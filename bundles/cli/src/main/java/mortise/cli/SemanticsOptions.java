package mortise.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.engine.Semantics;
import mortise.engine.SemanticsProblem;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which semantics a command works under; a part of most commands.
final class SemanticsOptions {
  @Option(
      names = "--semantics",
      paramLabel = "NAME",
      description = {
        "The semantics to check under, with policies if you like, as in",
        "proposal+refcount=helper (default: the distribution's)."
      })
  private Optional<String> semantics = Optional.empty();

  @Option(
      names = "--policy",
      paramLabel = "NAME=VALUE",
      description = {
        "Make a choice that the semantics leaves open; may be repeated. 'mortise families' shows",
        "what there is to choose."
      })
  private List<String> policies = new ArrayList<>();

  @Option(
      names = "--without-rule",
      paramLabel = "RULE",
      description = {
        "Let through what breaks this rule, to see what it is good for; may be repeated.",
        "Verdicts are not to be trusted then."
      })
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--btf",
      paramLabel = "FILE",
      description = {
        "The types (BTF) of the kernel that the programs are for, where they have to do with its",
        "objects and functions (default: the running kernel's, /sys/kernel/btf/vmlinux)."
      })
  private Optional<Path> btf = Optional.empty();

  @Mixin private PluginOptions plugins = new PluginOptions();

  /// Loads the plugins and opens the engine. A plugin that cannot be used is named on err; one that
  /// was asked for by name must work.
  EngineGateway open(Context context) throws InputProblem {
    var chosen = semantics(context);
    var families = plugins.load(context);
    if (btf.isPresent() && !Files.isReadable(btf.get())) {
      throw new InputProblem("--btf %s: there is no such file to read".formatted(btf.get()));
    }
    var gateway =
        context
            .opener()
            .open(
                new EngineGateway.Choice(chosen.name(), chosen.policies(), without, families, btf));
    without.stream().distinct().forEach(rule -> warn(context, rule));
    gateway.problems().forEach(context::say);
    return gateway;
  }

  private Semantics semantics(Context context) throws InputProblem {
    try {
      var chosen =
          semantics
              .map(Semantics::parse)
              .orElseGet(() -> Semantics.named(context.defaultSemantics()));
      var written = chosen.policies();
      for (var policy : policies) {
        int sign = policy.indexOf('=');
        if (sign <= 0 || sign == policy.length() - 1) {
          throw new InputProblem("--policy takes NAME=VALUE, not '%s'".formatted(policy));
        }
        var name = policy.substring(0, sign);
        var value = policy.substring(sign + 1);
        var before = chosen.policies().getOrDefault(name, value);
        if (!before.equals(value)) {
          throw new InputProblem(
              "--policy %s, but %s says %s"
                  .formatted(
                      policy,
                      written.containsKey(name) ? "--semantics" : "an earlier --policy",
                      before));
        }
        chosen = chosen.with(name, value);
      }
      return chosen;
    } catch (SemanticsProblem e) {
      throw new InputProblem(String.valueOf(e.getMessage()));
    }
  }

  private static void warn(Context context, String rule) {
    context.say(
        "WARNING: rule %s is SWITCHED OFF: do not trust these verdicts; what is accepted may crash,"
                .formatted(rule)
            + " leak or never end");
  }
}
