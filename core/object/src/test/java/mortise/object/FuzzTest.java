package mortise.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import mortise.object.btf.Btf;
import org.junit.jupiter.api.Test;

/// Damaged objects give an object or an [ObjectFormatException], and nothing else. Set
/// `mortise.fuzz.seconds` to go on for longer, and `mortise.fuzz.seed` to begin elsewhere.
class FuzzTest {
  private static final int ROUNDS = 3000;
  private static final List<String> OBJECTS =
      List.of("shapes.bpf.o", "core.bpf.o", "core_target.bpf.o", "isa.bpf.o");

  /// Fields that a reader might trust.
  private static final int[] HOSTILE = {
    0, 1, -1, 0x7fff_ffff, 0x8000_0000, 0xffff, 0x7fff, 0x0fff_ffff, 8, 0x1000_0000, 0xffff_fff8
  };

  private final long seed = Long.getLong("mortise.fuzz.seed", 20221013);
  private final Random random = new Random(seed);

  @Test
  void damagedObjectsAreRefusedInWords() {
    long end = System.nanoTime() + Integer.getInteger("mortise.fuzz.seconds", 0) * 1_000_000_000L;
    List<byte[]> originals = OBJECTS.stream().map(TestObjects::bytes).toList();
    Btf target = TestObjects.load("core_target.bpf.o").btf();
    int loaded = 0;
    for (int round = 0; round < ROUNDS || System.nanoTime() - end < 0; round++) {
      byte[] bytes = damage(originals.get(random.nextInt(originals.size())).clone());
      LoadOptions options =
          random.nextBoolean() ? LoadOptions.DEFAULT : LoadOptions.DEFAULT.withTarget(target);
      try {
        use(BpfObject.parse("fuzz.bpf.o", bytes, options));
        loaded++;
      } catch (ObjectFormatException refused) {
        assertThat(refused).message().startsWith("fuzz.bpf.o: ").doesNotContain("\n");
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        fail("seed %d, round %d: %s".formatted(seed, round, HexFormat.of().formatHex(bytes)), e);
      }
    }
    // Damage that nothing notices must stay possible, or the test never gets past the header.
    assertThat(loaded).isPositive();
  }

  private byte[] damage(byte[] bytes) {
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(8)) {
        case 0 -> {
          return Arrays.copyOf(bytes, at);
        }
        case 1, 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 3 -> bytes[at] = (byte) random.nextInt();
        default -> {
          int word = at & ~3;
          int value = HOSTILE[random.nextInt(HOSTILE.length)];
          for (int k = 0; k < 4 && word + k < bytes.length; k++) {
            bytes[word + k] = (byte) (value >>> (8 * k));
          }
        }
      }
    }
    return bytes;
  }

  private static void use(BpfObject object) {
    Btf btf = object.btf();
    for (int id = 0; id < btf.size(); id++) {
      btf.name(id);
      btf.size(id);
      btf.alignment(id);
      btf.tags(id);
      btf.fieldAt(id, 4);
      btf.member(id, "count");
    }
    var kernel = new KernelFormat(_ -> "helper");
    for (Program program : object.programs()) {
      Disassembler.listing(program);
      program.expectations();
      program.lines();
      for (int slot = 0; slot < program.size(); slot++) {
        kernel.text(program.at(slot));
        program.lineAt(slot);
      }
    }
  }
}
