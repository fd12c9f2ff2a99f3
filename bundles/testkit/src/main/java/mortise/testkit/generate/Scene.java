package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import mortise.testkit.generate.Content.Memory;
import mortise.testkit.generate.Content.Scalar;
import mortise.testkit.generate.StatementSource.Offer;

/// A place in a program that is being generated: its world, and what statements are written with.
public final class Scene {
  private static final int TRIES = 8;

  /// In how many of a hundred places where something can be done wrong it is.
  private static final int MISTAKES = 15;

  private final Story story;
  private final int level;
  private World world;
  private int depth;
  private boolean left;

  Scene(Story story, int level, int depth, World world) {
    this.story = story;
    this.level = level;
    this.depth = depth;
    this.world = world;
  }

  /// What holds here.
  public World world() {
    return world;
  }

  /// Goes on from another world: the other way of a branch.
  public void enter(World other) {
    world = other;
  }

  /// The random choices.
  public Draw draw() {
    return story.draw;
  }

  public Template template() {
    return story.template;
  }

  /// A number for a pointer that no other has.
  public int newId() {
    return ++story.ids;
  }

  /// How many functions called each other to get here: 0 in the program itself.
  public int level() {
    return level;
  }

  /// Whether statements may hold bodies of statements here.
  public boolean mayNest() {
    return depth > 0;
  }

  Story story() {
    return story;
  }

  /// Whether this function has a [Statement.Leave].
  boolean isLeft() {
    return left;
  }

  /// Returns 0 from the function if the condition holds; only where that is allowed.
  public Statement leaveIf(String kind, Line condition) {
    left = true;
    return new Statement.Leave(kind, condition);
  }

  /// Statements of any kind, at most `most`, and those that settle what they leave owed.
  public List<Statement> body(int most) {
    var before = world.copy();
    var statements = new ArrayList<Statement>();
    depth--;
    for (int i = 0; i < most && story.budget > 0; i++) {
      one().ifPresent(statements::add);
    }
    depth++;
    for (int id : world.owedSince(before)) {
      settle(id).ifPresent(statements::add);
    }
    return statements;
  }

  /// A [#body] on one of several ways, which settles nothing that was owed before it but perhaps
  /// `except`, the id of a pointer.
  List<Statement> way(int most, int except) {
    var before = world.copy();
    world.reserve(except);
    var statements = body(most);
    world.unreserve(before);
    return statements;
  }

  /// A [#body] on one of several ways, which settles nothing that was owed before it.
  public List<Statement> way(int most) {
    return way(most, 0);
  }

  /// Goes on behind two ways, the one that leads here and `other`.
  public void join(World other) {
    var one = world;
    world = one.joined(other);
    if (mistake()) {
      world.mistake(draw().chance(50) ? one : other, draw());
    }
  }

  /// Whether to do something wrong here, or to believe it: once in a while, in some programs. A
  /// verifier that rejects what is right is no use, and one that accepts what is wrong is worse.
  public boolean mistake() {
    if (story.mistakes > 0 && draw().chance(MISTAKES)) {
      story.mistakes--;
      return true;
    }
    return false;
  }

  /// A statement of one of some kinds, if one fits here.
  Optional<Statement> one(Predicate<String> kinds) {
    var some = story.offers(kinds);
    for (int i = 0; i < TRIES && !some.isEmpty(); i++) {
      var written = write(draw().pick(some));
      if (written.isPresent()) {
        return written;
      }
    }
    return Optional.empty();
  }

  private Optional<Statement> one() {
    for (int i = 0; i < TRIES; i++) {
      var offer = story.pick();
      var written = write(offer);
      if (written.isPresent()) {
        story.budget--;
        return written;
      }
    }
    return Optional.empty();
  }

  private Optional<Statement> write(Offer offer) {
    var before = world.copy();
    boolean leftBefore = left;
    int mistakes = story.mistakes;
    var written = offer.writer().write(this);
    if (written.isEmpty()) {
      world = before;
      left = leftBefore;
      story.mistakes = mistakes;
    }
    return written;
  }

  /// A statement that settles something owed, if one of the sources knows how.
  public Optional<Statement> settle(int id) {
    var what = world.owed().get(id);
    if (what == null) {
      return Optional.empty();
    }
    for (var source : story.sources) {
      var statement = source.settle(this, id, what);
      if (statement.isPresent()) {
        return statement;
      }
    }
    return Optional.empty();
  }

  /// A register whose content is so.
  public Optional<Integer> register(Predicate<? super Content> which) {
    return some(world.registers(which));
  }

  /// A register that holds a number.
  public Optional<Integer> number() {
    return register(c -> c instanceof Scalar);
  }

  /// A register that holds a number and may be given another.
  public Optional<Integer> changeableNumber() {
    return some(
        world.registers(c -> c instanceof Scalar).stream().filter(world::takesNumbers).toList());
  }

  /// A register for a new number.
  public Optional<Integer> forNumber() {
    return preferring(i -> world.takesNumbers(i));
  }

  /// A register for anything.
  public Optional<Integer> forAnything() {
    return preferring(i -> world.isFree(i));
  }

  /// A register that a call leaves alone, for anything.
  public Optional<Integer> forKeeping() {
    var free = new ArrayList<Integer>();
    for (int i = 6; i < World.REGISTERS; i++) {
      if (world.isFree(i)) {
        free.add(i);
      }
    }
    return some(free);
  }

  /// One that holds nothing where there is one, mostly.
  private Optional<Integer> preferring(Predicate<Integer> which) {
    var all = new ArrayList<Integer>();
    var empty = new ArrayList<Integer>();
    for (int i = 0; i < World.REGISTERS; i++) {
      if (which.test(i)) {
        all.add(i);
        if (world.register(i) instanceof Content.Nothing) {
          empty.add(i);
        }
      }
    }
    return draw().chance(70) && !empty.isEmpty() ? some(empty) : some(all);
  }

  /// A register that points into memory, not null.
  public Optional<Integer> memory(Predicate<Memory> which) {
    return register(c -> c instanceof Memory m && !m.nullable() && which.test(m));
  }

  /// One of several, if there are any.
  public <T> Optional<T> some(List<T> several) {
    return several.isEmpty() ? Optional.empty() : Optional.of(draw().pick(several));
  }
}
