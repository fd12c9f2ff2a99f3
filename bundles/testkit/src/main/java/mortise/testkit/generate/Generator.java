package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mortise.testkit.generate.Content.Scalar;
import mortise.testkit.generate.GeneratedProgram.Body;
import mortise.testkit.generate.StatementSource.Offer;

/// Makes programs from seeds. Immutable, and safe to use from many threads.
///
/// What it makes is mostly right, so that most of it is accepted: a number is bounded before it
/// moves a pointer, a pointer compared with null before it is used, a section closed. But it is
/// bounded in many ways (on a copy, in one half, after it was spilled), and used up to the very
/// edge of what those ways allow. In some programs, once in a while, something is done wrong.
public final class Generator {
  private static final int MOST_STATEMENTS = 60;

  private final Template template;
  private final List<StatementSource> sources;
  private final List<Offer> offers;

  private Generator(Template template, List<StatementSource> sources, List<Offer> offers) {
    this.template = template;
    this.sources = sources;
    this.offers = offers;
  }

  /// A generator with its own statements and those of `sources`.
  public static Generator of(Template template, List<? extends StatementSource> sources) {
    var all =
        Stream.concat(
                Stream.of(
                    new ScalarStatements(),
                    new BoundStatements(),
                    new StackStatements(),
                    new MemoryStatements(),
                    new FlowStatements(),
                    new CallStatements()),
                sources.stream())
            .toList();
    var offers = all.stream().flatMap(s -> s.offers(template).stream()).toList();
    return new Generator(template, all, offers);
  }

  public Template template() {
    return template;
  }

  /// The kinds of statement that it makes, each of which a program may hold.
  public List<String> kinds() {
    return offers.stream().map(Offer::kind).toList();
  }

  /// The program of a seed.
  public GeneratedProgram generate(long seed) {
    var draw = new Draw(seed);
    var story = new Story(template, sources, offers, draw, MOST_STATEMENTS);
    story.mistakes = draw.chance(45) ? 0 : draw.chance(70) ? 1 : 3;
    var world = World.empty();
    world.set(1, Content.Token.CONTEXT);
    var scene = new Scene(story, 0, 3, world);
    var statements = new ArrayList<Statement>();
    if (draw.chance(90)) {
      statements.add(Statement.Straight.of("context", Code.move(6, 1)));
      world.set(6, world.register(1));
    }
    statements.addAll(scene.body(4 + draw.below(16)));
    statements.add(result(scene));
    var functions = new ArrayList<Body>();
    functions.add(new Body(statements));
    story.routines.forEach(r -> functions.add(new Body(r.body())));
    return new GeneratedProgram(seed, functions);
  }

  private static Statement result(Scene scene) {
    var number = scene.register(c -> c instanceof Scalar);
    // What a program returns may be limited, so that most numbers are no answer.
    return number.isPresent() && scene.draw().chance(20)
        ? Statement.Straight.of(
            "result",
            Code.move(0, number.get()),
            Code.alu(mortise.object.Width.W64, mortise.object.AluOperation.AND, 0, 1))
        : Statement.Straight.of("result", Code.set(0, scene.draw().below(3)));
  }
}
