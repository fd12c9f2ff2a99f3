package mortise.plugin.ownership.proposal;

import static mortise.spi.Condition.all;

import java.util.List;
import mortise.spi.Category;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FunctionBuilder;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Rule;
import mortise.spi.Subject;
import mortise.spi.Target;
import mortise.spi.runtime.Implementation;

/// A type that a plugin brings from its host, and whose objects count their owners themselves (§5,
/// §6): the type names its get and its put, and what programs owe for such objects is counted as
/// for their own. They may be kept in pointer fields; they have no nodes, and are ended by the
/// host.
///
/// @param family whose rules and functions these are
/// @param type the name of the struct
public record HostCount(String family, String type) {
  private static final long COUNT_LIMIT = 1 << 16;

  private static final Target ANY = new Target(Target.Kind.HOST_OBJECT, List.of(), false, false);

  /// It is the address of such an object.
  public Condition isOne(Subject subject) {
    return all(subject.pointsTo(ANY), subject.isLocalOr(type), subject.isAtStart());
  }

  /// The rule that a function breaks that is given something else.
  public Rule notOne() {
    return rule("not-one", Category.CALL_TYPE_SAFETY)
        .suggestion("pass what the host gave")
        .documentation("Objects of the host are known by their type.")
        .message("{register} must point to a struct " + type + " of the host's, and is {type}");
  }

  /// A parameter that points to such an object, owned.
  public Parameter owned(FunctionBuilder f, String name) {
    var object = f.pointer(name);
    f.requires(notOne(), isOne(object))
        .requires(
            rule("not-owned", Category.RESOURCE_LIFETIME_SAFETY)
                .suggestion("use it before the last reference is given back")
                .documentation("The host may end an object that nobody owns.")
                .message("{function} needs a reference: {register} has static_ref={owed}"),
            all(Facts.owned(object), object.owes(1, Facts.MANY)));
    return object;
  }

  /// Declares the function that takes a constant number of further references.
  public FunctionBuilder get(Declarations in, String name, Implementation runtime) {
    var f = in.function(name).allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    var object = owned(f, "object");
    var count = f.constant("count");
    return f.requires(
            rule("count-range", Category.CALL_TYPE_SAFETY)
                .suggestion("pass a small positive constant")
                .documentation("How many references are taken is known when a program is checked.")
                .message("{register} must be a constant from {lowest} to {highest}"),
            count.isBetween(1, COUNT_LIMIT))
        .effects(Effect.owe(object, 1, count))
        .returns(Result.nothing())
        .prototype("void %s(struct %s *object, __u32 count)".formatted(name, type))
        .documentation("Takes more references.")
        .runs(runtime);
  }

  /// Declares the function that gives a reference back; with the program's last its pointers end.
  public FunctionBuilder put(Declarations in, String name, Implementation runtime) {
    var f = in.function(name);
    var object = owned(f, "object");
    return f.effects(
            Effect.announce(Events.RELEASING, object),
            Effect.when(object.owes(1, 1), Effect.announce(Events.LEAVING, object)),
            Facts.letGo(object))
        .returns(Result.nothing())
        .prototype("void %s(struct %s *object)".formatted(name, type))
        .documentation("Gives a reference back.")
        .runs(runtime);
  }

  private Rule.Builder rule(String name, Category category) {
    return Rule.id(family + "." + name).category(category).source("discussion §5");
  }
}
