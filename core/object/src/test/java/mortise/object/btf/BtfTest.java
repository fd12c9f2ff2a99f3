package mortise.object.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mortise.object.ObjectFormatException;
import org.junit.jupiter.api.Test;

/// Layouts from Documentation/bpf/btf.rst.
class BtfTest {

  /// Writes a blob; ids count from 1 in the order of `type`.
  private static final class Blob {
    private final List<Integer> words = new ArrayList<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();

    Blob() {
      strings.write(0);
    }

    int name(String text) {
      int at = strings.size();
      strings.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
      return at;
    }

    Blob type(int kind, String name, int length, int word, int... tail) {
      words.add(name.isEmpty() ? 0 : name(name));
      words.add(kind << 24 | length);
      words.add(word);
      for (int w : tail) {
        words.add(w);
      }
      return this;
    }

    Blob integer(String name) {
      return type(1, name, 0, 4, 1 << 24 | 32);
    }

    byte[] bytes() {
      var buffer = ByteBuffer.allocate(24 + 4 * words.size() + strings.size());
      buffer.order(ByteOrder.LITTLE_ENDIAN);
      buffer.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
      buffer.putInt(0).putInt(4 * words.size()).putInt(4 * words.size()).putInt(strings.size());
      words.forEach(buffer::putInt);
      return buffer.put(strings.toByteArray()).array();
    }

    Btf parse() {
      return Btf.parse("test", ".BTF", bytes());
    }
  }

  @Test
  void namesReadLikeC() {
    var blob = new Blob().integer("int");
    blob.type(10, "", 0, 1); // 2: const int
    blob.type(2, "", 0, 2); // 3: const int *
    blob.type(3, "", 0, 0, 1, 1, 4); // 4: int[4]
    blob.type(2, "", 0, 4); // 5: int (*)[4]
    blob.type(13, "", 2, 1, 0, 3, 0, 0); // 6: int (const int *, ...)
    blob.type(2, "", 0, 6); // 7: pointer to it
    blob.type(10, "", 0, 3); // 8: const int *const
    blob.type(7, "task", 0, 0); // 9: struct task
    Btf btf = blob.parse();
    assertThat(btf.name(0)).isEqualTo("void");
    assertThat(btf.name(3)).isEqualTo("const int *");
    assertThat(btf.name(4)).isEqualTo("int[4]");
    assertThat(btf.name(5)).isEqualTo("int (*)[4]");
    assertThat(btf.name(7)).isEqualTo("int (*)(const int *, ...)");
    assertThat(btf.name(8)).isEqualTo("const int *const");
    assertThat(btf.name(9)).isEqualTo("struct task");
  }

  @Test
  void sizesFollowTypedefsAndArrays() {
    var blob = new Blob().integer("int");
    blob.type(8, "number", 0, 1); // 2
    blob.type(3, "", 0, 0, 2, 1, 3); // 3: number[3]
    int a = blob.name("a");
    int b = blob.name("b");
    blob.type(4, "pair", 2, 16, a, 2, 0, b, 3, 32); // 4
    blob.type(3, "", 0, 0, 4, 1, 2); // 5: struct pair[2]
    Btf btf = blob.parse();
    assertThat(btf.size(3)).hasValue(12);
    assertThat(btf.size(5)).hasValue(32);
    assertThat(btf.size(0)).isEmpty();
    assertThat(btf.alignment(5)).isEqualTo(4);
    assertThat(btf.member(4, "b")).contains(new Btf.Field("b", 3, 32, 0));
    assertThat(btf.fieldAt(5, 24)).contains(new Btf.Field("[1].b[1]", 2, 192, 0));
    assertThat(btf.fieldAt(5, 32)).isEmpty();
    assertThat(btf.id("pair", BtfType.Struct.class)).hasValue(4);
    assertThat(btf.find("pair", BtfType.Union.class)).isEmpty();
  }

  @Test
  void tagsBelongToTypesAndMembers() {
    var blob = new Blob().integer("int");
    int a = blob.name("a");
    blob.type(4, "s", 1, 4, a, 1, 0); // 2
    blob.type(17, "on the type", 0, 2, -1);
    blob.type(17, "on the member", 0, 2, 0);
    Btf btf = blob.parse();
    assertThat(btf.tags(2)).containsExactly("on the type");
    assertThat(btf.tags(2, 0)).containsExactly("on the member");
    assertThat(btf.tags(1)).isEmpty();
  }

  @Test
  void enumeratorsKeepTheirSigns() {
    var blob = new Blob();
    int a = blob.name("a");
    blob.type(6, "unsigned", 1, 4, a, -1); // 1
    blob.type(0x80 | 6, "signed", 1, 4, a, -1); // 2
    blob.type(19, "wide", 1, 8, a, 5, 1); // 3
    Btf btf = blob.parse();
    assertThat(((BtfType.Enumeration) btf.type(1)).values().getFirst().value())
        .isEqualTo(0xffff_ffffL);
    assertThat(((BtfType.Enumeration) btf.type(2)).values().getFirst().value()).isEqualTo(-1);
    assertThat(((BtfType.Enumeration) btf.type(3)).values().getFirst().value())
        .isEqualTo(0x1_0000_0005L);
  }

  @Test
  void anIdThatDoesNotExistIsToldWithItsPlace() {
    assertThatThrownBy(() -> new Blob().integer("int").type(2, "", 0, 900).parse())
        .isInstanceOf(ObjectFormatException.class)
        .hasMessage("test: .BTF+0x30: type 2 refers to type 900, but there are only 2");
  }

  @Test
  void aValueHasNoFunctionForItsType() {
    assertThatThrownBy(
            () -> new Blob().type(13, "", 0, 0).type(12, "f", 0, 1).type(2, "", 0, 2).parse())
        .isInstanceOf(ObjectFormatException.class)
        .hasMessage("test: .BTF+0x38: type 3 refers to type 2, whose kind is 12");
  }

  @Test
  void typesThatContainThemselvesAreRefused() {
    var blob = new Blob();
    int a = blob.name("a");
    assertThatThrownBy(() -> blob.type(4, "s", 1, 8, a, 1, 0).parse())
        .isInstanceOf(ObjectFormatException.class)
        .hasMessageContaining("type 1 contains itself");
    assertThatThrownBy(() -> new Blob().type(8, "t", 0, 2).type(10, "", 0, 1).parse())
        .isInstanceOf(ObjectFormatException.class)
        .hasMessageContaining("contains itself");
    assertThatThrownBy(() -> new Blob().type(2, "", 0, 2).type(2, "", 0, 1).parse())
        .isInstanceOf(ObjectFormatException.class)
        .hasMessageContaining("contains itself");
  }

  @Test
  void aStructMayPointToItself() {
    var blob = new Blob();
    int next = blob.name("next");
    Btf btf = blob.type(4, "node", 1, 8, next, 2, 0).type(2, "", 0, 1).parse();
    assertThat(btf.name(2)).isEqualTo("struct node *");
    assertThat(btf.size(1)).hasValue(8);
  }

  @Test
  void hostileCountsAndKindsAreRefused() {
    assertThatThrownBy(() -> new Blob().type(4, "s", 0xffff, 8).parse())
        .hasMessageContaining("type 1 ends outside of the types");
    assertThatThrownBy(() -> new Blob().type(20, "s", 0, 8).parse())
        .hasMessageContaining("kind 20");
    byte[] cut = new Blob().integer("int").bytes();
    for (int length = 0; length < cut.length; length++) {
      byte[] part = java.util.Arrays.copyOf(cut, length);
      assertThatThrownBy(() -> Btf.parse("cut", part)).isInstanceOf(ObjectFormatException.class);
    }
  }

  @Test
  void theRunningKernelsTypesAreRead() throws IOException {
    Path vmlinux = Path.of("/sys/kernel/btf/vmlinux");
    assumeTrue(Files.isReadable(vmlinux), "this machine shows no kernel types");
    Btf btf = Btf.parse("vmlinux", Files.readAllBytes(vmlinux));
    int task = btf.id("task_struct", BtfType.Struct.class).orElseThrow();
    assertThat(btf.name(btf.member(task, "pid").orElseThrow().type())).isEqualTo("pid_t");
  }
}
