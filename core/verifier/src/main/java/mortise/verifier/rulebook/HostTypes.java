package mortise.verifier.rulebook;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mortise.spi.Access;
import mortise.spi.Condition;
import mortise.spi.HostType;
import mortise.spi.Invocation;
import mortise.spi.Parameter;
import mortise.spi.Result;

/// The types that families say the host brings: results, arguments of callbacks, walks.
final class HostTypes {
  private final Set<String> found = new HashSet<>();

  private HostTypes() {}

  static Map<String, HostType> of(List<FamilyDraft> drafts) {
    var types = new HostTypes();
    for (var draft : drafts) {
      for (var function : draft.functions) {
        types.result(function.result());
        function.parameters().forEach(types::parameter);
        function.outcomes().forEach(outcome -> types.result(outcome.result()));
        function.callback().ifPresent(callback -> types.invocation(callback.invocation()));
      }
      for (var walk : draft.walks) {
        types.found.add(walk.struct());
        types.access(walk.access());
      }
      draft.walk.forEach(types::access);
      draft.fields.forEach(field -> field.access().ifPresent(types::access));
      draft.entries.forEach(entry -> types.invocation(entry.invocation()));
    }
    var all = new HashMap<String, HostType>();
    types.found.forEach(name -> all.put(name, HostType.of(name)));
    for (var draft : drafts) {
      for (var host : draft.hosts) {
        var known = all.get(host.name());
        if (known != null && known.destructor().isPresent() && host.destructor().isPresent()) {
          throw new SemanticsException(
              "family %s declares the destructor of %s, which another family has declared"
                  .formatted(draft.info, host.name()));
        }
        if (known == null || host.destructor().isPresent()) {
          all.put(host.name(), host);
        }
      }
    }
    return all;
  }

  private void access(Access access) {
    for (var load : access.loads()) {
      result(load.gives());
      condition(load.when());
    }
  }

  private void condition(Condition condition) {
    switch (condition) {
      case Condition.IsLocalOr c -> found.addAll(c.hostTypes());
      case Condition.Not c -> condition(c.condition());
      case Condition.All c -> c.conditions().forEach(this::condition);
      case Condition.Any c -> c.conditions().forEach(this::condition);
      default -> {}
    }
  }

  private void parameter(Parameter parameter) {
    if (parameter.kind() instanceof Parameter.Host host) {
      found.add(host.type());
    }
  }

  private void result(Result result) {
    if (result.shape() instanceof Result.HostObject host) {
      found.add(host.type());
    }
  }

  private void invocation(Invocation invocation) {
    for (var argument : invocation.arguments()) {
      if (argument instanceof Invocation.Host host) {
        found.add(host.type());
      }
    }
  }
}
