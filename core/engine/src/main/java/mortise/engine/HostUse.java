package mortise.engine;

import java.util.List;
import mortise.object.BpfMap;
import mortise.object.BpfObject;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.spi.Invocation;
import mortise.spi.Parameter;
import mortise.spi.ProgramKind;
import mortise.spi.Result;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.RuleBook;

/// Whether an object has anything to do with the host's types: instructions that are adapted to
/// them (CO-RE), a context that they tell, a function that takes or gives objects of the host's, a
/// pointer to one in a map.
record HostUse(RuleBook rules) {
  static boolean of(BpfObject object, RuleBook rules) {
    if (rules.hosts().isEmpty()) {
      return false;
    }
    var use = new HostUse(rules);
    return object.adaptable()
        || object.programs().stream().anyMatch(use::inProgram)
        || object.maps().stream().anyMatch(map -> use.inMap(object.btf(), map));
  }

  private boolean inProgram(Program program) {
    var kind = rules.programs().get(program.type().id());
    if (kind != null && isTold(kind.attachedAs(program.type().attachType()))) {
      return true;
    }
    for (int at = 0; at < program.size(); at++) {
      var plan =
          switch (program.at(at)) {
            case Instruction.HelperCall call -> rules.helpers().get(call.id());
            case Instruction.KfuncCall call -> rules.kernelFunctions().get(call.name());
            default -> null;
          };
      if (plan != null && inAnyVariant(plan)) {
        return true;
      }
    }
    return false;
  }

  private boolean isTold(ProgramKind kind) {
    return kind.arguments().isPresent()
        || kind.fields().stream()
            .flatMap(field -> field.gives().stream())
            .anyMatch(HostUse::isHost);
  }

  private boolean inAnyVariant(FunctionPlan plan) {
    return inFunction(plan)
        || rules.variants().getOrDefault(plan.helper(), List.of()).stream()
            .anyMatch(HostUse::inFunction);
  }

  private static boolean inFunction(FunctionPlan plan) {
    return isHost(plan.result())
        || plan.outcomes().stream().anyMatch(outcome -> isHost(outcome.result()))
        || plan.invocation().stream()
            .flatMap(invocation -> invocation.arguments().stream())
            .anyMatch(Invocation.Host.class::isInstance)
        || plan.parameters().stream().anyMatch(p -> p.kind() instanceof Parameter.Host);
  }

  private static boolean isHost(Result result) {
    return result.shape() instanceof Result.HostNamed
        || result.shape() instanceof Result.HostObject;
  }

  private boolean isTold(String struct) {
    return rules.hosts().containsKey(struct);
  }

  private boolean inMap(Btf btf, BpfMap map) {
    return btf.find(map.valueType()).isPresent()
        && btf.resolve(map.valueType()) instanceof BtfType.Composite value
        && value.members().stream()
            .anyMatch(
                member ->
                    btf.resolve(member.type()) instanceof BtfType.Pointer pointer
                        && isTold(btf.resolve(pointer.type()).name()));
  }
}
