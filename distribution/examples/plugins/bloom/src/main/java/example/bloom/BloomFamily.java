package example.bloom;

import mortise.plugin.ownership.proposal.Construction;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Pointers;
import mortise.plugin.ownership.proposal.Sections;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Movement;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;

/// Bloom filters in objects: a field that is constructed in two steps, both with a parameter.
///
/// The first step gets memory of the size asked for, and may fail; the second takes the seed. In
/// between the field is neither missing nor there: the object is not Live and cannot be freed, and
/// the field can be destructed. The allocator knows such fields by the steps they have had, and
/// nothing else of filters.
public final class BloomFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("bloom", "proposal", "1.0.0", "[0.1,0.2)");

  static final FieldKind FILTER =
      FieldKind.struct("mx_bloom", Filters.SIZE, 8)
          .places(FieldKind.Place.OBJECT)
          .lifecycle(new Filters())
          .build();

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.field(FILTER);
    init(in);
    arm(in);
    fini(in);
    add(in);
    mayHave(in);
  }

  private static void init(Declarations in) {
    var f = in.function("mx_bloom_init");
    var field = Construction.constructed(f, FILTER);
    var bits = f.constant("bits");
    f.requires(BloomRules.SIZE, bits.isBetween(Filters.WORD_BITS, Filters.MOST_BITS))
        .outcome(Outcome.of("memory", Result.scalar(0, 0), Facts.step(field)))
        .outcome(Outcome.of("no memory", Result.scalar(-Filters.ENOMEM, -Filters.ENOMEM)))
        .prototype("int mx_bloom_init(struct mx_bloom *filter, __u32 bits)")
        .documentation("The first step: 0, or -ENOMEM, and then nothing has happened.")
        .runs(Filters::init);
  }

  private static void arm(Declarations in) {
    var f = in.function("mx_bloom_arm");
    var field = Construction.constructed(f, 1, FILTER);
    f.scalar("seed");
    f.effects(Facts.construct(field))
        .returns(Result.nothing())
        .moves(Movement.begins(field))
        .prototype("void mx_bloom_arm(struct mx_bloom *filter, __u64 seed)")
        .documentation("The second step, after which the filter is there.")
        .runs(Filters::arm);
  }

  private static void fini(Declarations in) {
    var f = in.function("mx_bloom_fini");
    var field = Construction.destructed(f, FILTER);
    f.returns(Result.nothing())
        .moves(Movement.ends(field))
        .prototype("void mx_bloom_fini(struct mx_bloom *filter)")
        .documentation("Gives the memory back, after the first step or both.")
        .runs(Filters::fini);
  }

  private static void add(Declarations in) {
    var f = function(in, "mx_bloom_add");
    filter(f);
    f.scalar("value");
    f.returns(Result.nothing())
        .prototype("void mx_bloom_add(struct mx_bloom *filter, __u64 value)")
        .documentation("Remembers the value.")
        .runs(Filters::add);
  }

  private static void mayHave(Declarations in) {
    var f = function(in, "mx_bloom_may_have");
    filter(f);
    f.scalar("value");
    f.returns(Result.scalar(0, 1))
        .prototype("bool mx_bloom_may_have(struct mx_bloom *filter, __u64 value)")
        .documentation("False: the value was never added.")
        .runs(Filters::mayHave);
  }

  private static FunctionBuilder function(Declarations in, String name) {
    return in.function(name).allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
  }

  private static Parameter filter(FunctionBuilder f) {
    var filter = f.pointer("filter");
    f.requires(
            BloomRules.NOT_A_FILTER,
            Condition.all(
                filter.pointsTo(Pointers.ANY_OBJECT),
                filter.hasConstantOffset(),
                filter.isField(FILTER)))
        .requires(BloomRules.NOT_READY, Facts.live(filter));
    return filter;
  }
}
