package mortise.plugin.task;

import mortise.plugin.ownership.api.Mainline;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FunctionBuilder;
import mortise.spi.Result;
import mortise.spi.runtime.Implementation;

/// Shapes that functions on the kernel's objects have.
final class Kernel {
  private Kernel() {}

  /// Gives a reference to an object back.
  static FunctionBuilder release(
      Declarations in, String name, String type, Implementation runtime) {
    var f = in.function(name);
    var object = f.releasedHost("p", type);
    return f.effects(Effect.release(object))
        .returns(Result.nothing())
        .prototype("void %s(struct %s *p)".formatted(name, type))
        .documentation("Gives a reference back.")
        .runs(runtime);
  }

  /// A new reference to an object, or null.
  static Result acquired(String type) {
    return Result.hostObject(type).acquired().orNull();
  }

  /// Kinds of program that may deal with tasks and cgroups.
  static String[] programs() {
    return Mainline.objectPrograms();
  }
}
