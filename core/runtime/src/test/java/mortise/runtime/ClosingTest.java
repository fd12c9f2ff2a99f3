package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import mortise.object.BpfMap;
import mortise.object.MapType;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapFactory.Spec;
import mortise.spi.runtime.MapInstance;
import org.junit.jupiter.api.Test;

class ClosingTest {
  /// A map without values that says when it is closed, and fails at it if its name says so.
  private record Witness(Spec spec, List<String> closed) implements MapInstance {
    @Override
    public long lookup(long key) {
      return 0;
    }

    @Override
    public int update(long key, long value, long flags) {
      return -7;
    }

    @Override
    public int delete(long key) {
      return -2;
    }

    @Override
    public List<Entry> entries() {
      return List.of();
    }

    @Override
    public void close() {
      closed.add(spec.name());
      if (spec.name().startsWith("bad")) {
        throw new IllegalStateException("stuck");
      }
    }
  }

  private static BpfMap map(String name) {
    return new BpfMap(BpfMap.Definition.of(name, MapType.ARRAY, 4, 8, 1));
  }

  @Test
  void allMapsAreClosedLastFirstAlsoWhenOneFails() {
    var closed = new ArrayList<String>();
    var fixture = new Fixture();
    for (var name : List.of("first", "bad", "last")) {
      fixture.map(map(name), (Machine machine, Spec spec) -> new Witness(spec, closed));
    }
    var instance = fixture.instance(new Asm().move(0, 0).exit());

    assertThatThrownBy(instance::close).hasMessage("map 'bad' cannot be closed: stuck");
    assertThat(closed).containsExactly("last", "bad", "first");
    instance.close();
    assertThat(closed).as("closing twice does nothing").hasSize(3);
  }

  @Test
  void handlesOfAClosedInstanceSaySo() {
    var instance = new Fixture().map(map("m"), ArrayMap::new).instance(new Asm().move(0, 0).exit());
    var handle = instance.map("m").orElseThrow();
    instance.close();

    assertThatThrownBy(() -> handle.lookup(new byte[4]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the instance is closed");
    assertThatThrownBy(handle::entries).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(instance::objects).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRunningProgramCannotCloseItsInstance() {
    var holder = new ArrayList<Instance>();
    var fixture =
        new Fixture()
            .helper(
                1,
                call -> {
                  holder.getFirst().close();
                  return 0;
                });
    try (var instance = fixture.instance(new Asm().helper(1).exit())) {
      holder.add(instance);

      assertThatThrownBy(() -> instance.run(Fixture.NOTHING))
          .isInstanceOf(RunFault.class)
          .hasMessageContaining("a running program cannot close its instance");
    }
  }

  @Test
  void instancesComeAndGo() {
    for (int i = 0; i < 200; i++) {
      try (var instance =
          new Fixture().map(map("m"), ArrayMap::new).instance(new Asm().move(0, 7).exit())) {
        assertThat(instance.run(Fixture.NOTHING)).isEqualTo(7);
      }
    }
  }
}
