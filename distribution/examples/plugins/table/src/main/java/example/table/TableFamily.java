package example.table;

import mortise.plugin.ownership.proposal.Collection;
import mortise.plugin.ownership.proposal.CollectionRules;
import mortise.plugin.ownership.proposal.ContainerRuntime;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Owners;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.Movement;
import mortise.spi.Movement.Place;
import mortise.spi.Result;
import mortise.spi.Shape;
import mortise.spi.runtime.Call;

/// Hash tables: a third kind of intrusive collection, beside lists and trees.
///
/// What a collection is under the proposal comes from [Collection]: links, locks, transfer,
/// iteration, draining. Here are the two kinds of field, the functions' names, and what is special:
/// a key beside each node. Counts, owner fields, claims and node locks are other families'
/// business; they hear of what happens here as they hear of lists.
public final class TableFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("table", "proposal", "1.0.0", "[0.1,0.2)");

  private static final ContainerRuntime RUNTIME = new ContainerRuntime(new Buckets());

  private static final FieldKind NODE =
      FieldKind.struct("mx_table_node", Buckets.NODE_SIZE, 8)
          .places(FieldKind.Place.OBJECT)
          .sortOf(Facts.NODE)
          .shaped(new Shape.ChainNode(Buckets.NEXT, Shape.ABSENT))
          .build();

  private static final FieldKind TABLE =
      FieldKind.struct("mx_table", Buckets.SIZE, 8)
          .inArrays()
          .tagged("struct:{struct}:{member}")
          .holds(NODE)
          .sortOf(Facts.CONTAINER)
          .guardedBy(Facts.LOCK)
          .lifecycle(RUNTIME)
          .shaped(new Shape.Chains(0, Buckets.COUNT))
          .build();

  private static final Collection TABLES =
      new Collection(
          CollectionRules.of("table", "mx_table", "mx_table_node"), TABLE, NODE, RUNTIME);

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    TABLES.declare(in);
    TABLES.constructors(in, "mx_table_init", "mx_table_node_init");
    TABLES.destructors(in, "mx_table_fini", "mx_table_node_fini");
    add(in);
    TABLES.remove(in, "mx_table_remove");
    TABLES.pop(in, "mx_table_pop", Place.FIRST);
    find(in);
    TABLES.empty(in, "mx_table_empty");
    TABLES.forEach(in, "mx_table_for_each");
    new Owners(TABLES).declare(in, "mx_table");
  }

  private static void add(Declarations in) {
    var f = TABLES.function(in, "mx_table_add");
    var node = f.pointer("node");
    var table = TABLES.container(f, "table");
    f.scalar("key");
    TABLES.requireAddable(f, node, table);
    f.effects(TABLES.addEffects(in, node, table))
        .returns(Result.scalar(0, 0))
        .moves(Movement.into(node, table, Place.SOMEWHERE))
        .runs(TableFamily::add)
        .prototype(
            "int mx_table_add(struct mx_table_node *node, struct mx_table *table, __u64 key)")
        .documentation("Adds an object under a key; several may have the same.");
  }

  private static void find(Declarations in) {
    var f = TABLES.peek(in, "mx_table_find", Place.SOMEWHERE, Buckets::find);
    f.scalar("key");
    f.prototype("void *mx_table_find(void *table, __u64 key)")
        .documentation("An object with that key, borrowed until unlock; may be null.");
  }

  private static long add(Call call) {
    var machine = call.machine();
    long node = call.argument(0);
    long table = call.argument(1);
    long key = call.argument(2);
    RUNTIME.add(machine, node, table, () -> Buckets.link(machine, table, node, key));
    return 0;
  }
}
