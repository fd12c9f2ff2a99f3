package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.AluOperation;
import mortise.object.Width;
import mortise.testkit.generate.Content.Memory;
import mortise.testkit.generate.Content.Nothing;
import mortise.testkit.generate.Content.Region;
import mortise.testkit.generate.Content.Scalar;
import mortise.testkit.generate.Story.Routine;

/// Calls of subprograms with numbers, pointers that may be null, and the caller's stack.
final class CallStatements implements StatementSource {
  /// Slots of the caller's frame.
  static final Region CALLERS = new Region("caller's stack", true, true, true);

  private static final int DEEPEST = 2;
  private static final int MOST_ROUTINES = 4;
  private static final int MOST_ARGUMENTS = 3;

  @Override
  public List<Offer> offers(Template template) {
    return List.of(
        new Offer("call", 8, CallStatements::call),
        new Offer("call.again", 4, CallStatements::again));
  }

  /// Where an argument comes from.
  private record Argument(Content content, List<Line> lines) {}

  private static boolean mayCall(Scene scene) {
    return scene.world().mayCall() && scene.world().sections().isEmpty();
  }

  private static Optional<Statement> call(Scene scene) {
    var story = scene.story();
    if (!mayCall(scene)
        || !scene.mayNest()
        || scene.level() >= DEEPEST
        || story.routines.size() >= MOST_ROUTINES) {
      return Optional.empty();
    }
    var arguments = new ArrayList<Argument>();
    int count = scene.draw().below(MOST_ARGUMENTS + 1);
    for (int i = 1; i <= count; i++) {
      argument(scene, i).ifPresent(arguments::add);
      if (arguments.size() < i) {
        break;
      }
    }
    var parameters = arguments.stream().map(Argument::content).toList();
    int number = story.routines.size() + 1;
    // Its place is taken before its body is made, which may hold calls of others.
    story.routines.add(new Routine(number, parameters, Nothing.NOTHING, List.of()));
    var routine = routine(scene, number, parameters);
    story.routines.set(number - 1, routine);
    return Optional.of(invoke(scene, "call", arguments, routine));
  }

  private static Optional<Statement> again(Scene scene) {
    if (!mayCall(scene)) {
      return Optional.empty();
    }
    // Only from the program itself, so that no function ever calls itself.
    var routine =
        scene.level() > 0
            ? Optional.<Routine>empty()
            : scene.some(scene.story().routines.stream().filter(r -> !r.body().isEmpty()).toList());
    if (routine.isEmpty()) {
      return Optional.empty();
    }
    var arguments = new ArrayList<Argument>();
    for (var parameter : routine.get().parameters()) {
      var fitting = argumentFor(scene, arguments.size() + 1, parameter);
      if (fitting.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(fitting.get());
    }
    return Optional.of(invoke(scene, "call.again", arguments, routine.get()));
  }

  private static Statement invoke(
      Scene scene, String kind, List<Argument> arguments, Routine routine) {
    var world = scene.world();
    var lines = arguments.stream().flatMap(a -> a.lines().stream()).toList();
    if (arguments.stream().anyMatch(a -> isCallers(a.content())) && !scene.mistake()) {
      world.stackWritten(World.offset(World.SLOTS - 1), 0);
    }
    world.called();
    world.set(0, routine.result() instanceof Memory m ? renamed(scene, m) : routine.result());
    return Statement.Sequence.of(
        kind,
        new Statement.Straight(kind + ".arguments", lines),
        new Statement.Invoke(kind, routine.number()));
  }

  private static Memory renamed(Scene scene, Memory memory) {
    return new Memory(
        memory.region(),
        scene.newId(),
        memory.nullable(),
        memory.exact(),
        memory.from(),
        memory.to());
  }

  private static boolean isCallers(Content content) {
    return content instanceof Memory m && m.region().equals(CALLERS);
  }

  private static Routine routine(Scene scene, int number, List<Content> parameters) {
    var world = World.empty();
    for (int i = 0; i < parameters.size(); i++) {
      world.set(i + 1, parameters.get(i));
    }
    var draw = scene.draw();
    var inside = new Scene(scene.story(), scene.level() + 1, 2, world);
    var body = new ArrayList<>(inside.body(2 + draw.below(6)));
    var result = inside.register(CallStatements::mayBeReturned);
    Content content;
    if (result.isPresent() && draw.chance(75)) {
      content = inside.world().register(result.get());
      body.add(Statement.Straight.of("call.result", Code.move(0, result.get())));
    } else {
      int value = draw.below(64);
      content = Scalar.of(value);
      body.add(Statement.Straight.of("call.result", Code.set(0, value)));
    }
    if (inside.isLeft()) {
      content = Scalar.of(0).joined(content);
    }
    return new Routine(number, parameters, content, body);
  }

  private static boolean mayBeReturned(Content content) {
    return content instanceof Scalar
        || (content instanceof Memory m
            && m.region().indexed()
            && !m.region().equals(StackStatements.STACK)
            && !m.region().equals(CALLERS));
  }

  private static boolean mayBePassed(Scene scene, Content content) {
    return switch (content) {
      case Scalar _ -> true;
      case Content.Token token -> token.equals(Content.Token.CONTEXT);
      case Memory m ->
          !m.region().equals(StackStatements.STACK) && !scene.world().owed().containsKey(m.id());
      default -> false;
    };
  }

  /// Something for parameter register `to`; only what no earlier argument can have overwritten.
  private static Optional<Argument> argument(Scene scene, int to) {
    if (scene.draw().chance(20) && stackIsPassable(scene)) {
      return Optional.of(stack(to));
    }
    return pick(scene, c -> mayBePassed(scene, c)).map(from -> passed(scene, to, from));
  }

  private static Optional<Argument> argumentFor(Scene scene, int to, Content parameter) {
    if (isCallers(parameter)) {
      return stackIsPassable(scene) ? Optional.of(stack(to)) : Optional.empty();
    }
    return pick(scene, c -> mayBePassed(scene, c) && fits(c, parameter))
        .map(from -> passed(scene, to, from));
  }

  private static Optional<Integer> pick(Scene scene, java.util.function.Predicate<Content> which) {
    return scene.some(
        scene.world().registers(which).stream().filter(r -> r == 0 || r > 5).toList());
  }

  private static Argument passed(Scene scene, int to, int from) {
    return new Argument(scene.world().register(from), List.of(Code.move(to, from)));
  }

  private static boolean stackIsPassable(Scene scene) {
    int from = World.offset(World.SLOTS - 1);
    return scene.world().stackIsScalar(from, 0) && scene.world().stackIsFree(from, 0);
  }

  private static Argument stack(int to) {
    int from = World.offset(World.SLOTS - 1);
    return new Argument(
        new Memory(CALLERS, 0, false, true, 0, -from),
        List.of(Code.move(to, 10), Code.alu(Width.W64, AluOperation.ADD, to, from)));
  }

  private static boolean fits(Content content, Content parameter) {
    return switch (parameter) {
      case Scalar(long min, long max) ->
          content instanceof Scalar s
              && Long.compareUnsigned(s.min(), min) >= 0
              && Long.compareUnsigned(s.max(), max) <= 0;
      case Memory p ->
          content instanceof Memory m
              && m.region().equals(p.region())
              && (p.nullable() || !m.nullable())
              && (m.exact() || !p.exact())
              && m.from() <= p.from()
              && m.to() >= p.to();
      default -> content.equals(parameter);
    };
  }
}
