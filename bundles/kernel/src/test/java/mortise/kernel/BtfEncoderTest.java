package mortise.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BtfEncoderTest {
  private static Btf again(Btf btf) {
    return Btf.parse("again", new BtfEncoder(btf).bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "calls", "map_in_map", "counters", "parser_xdp"})
  void everyTypeKeepsItsIdAndWhatItIs(String name) {
    Btf before = Objects.example(name).btf();
    Btf after = again(before);
    assertThat(after.size()).isEqualTo(before.size());
    for (int id = 1; id < before.size(); id++) {
      BtfType type = before.type(id);
      boolean outside =
          (type instanceof BtfType.Function f && f.linkage() == BtfType.Linkage.EXTERN)
              || type instanceof BtfType.FunctionPrototype
              || type.name().equals(".ksyms");
      if (!outside) {
        assertThat(after.type(id)).isEqualTo(type);
      }
    }
  }

  @Test
  void externFunctionsAreGlobalWithNamedParameters() {
    Btf before = Objects.example("queue").btf();
    Btf after = again(before);
    int seen = 0;
    for (int id = 1; id < before.size(); id++) {
      if (before.type(id) instanceof BtfType.Function f && f.linkage() == BtfType.Linkage.EXTERN) {
        seen++;
        var function = (BtfType.Function) after.type(id);
        assertThat(function.linkage()).isEqualTo(BtfType.Linkage.GLOBAL);
        var prototype = (BtfType.FunctionPrototype) after.type(function.prototype());
        assertThat(prototype.parameters()).noneMatch(parameter -> parameter.name().isEmpty());
      }
    }
    assertThat(seen).isPositive();
    assertThat(after.find(".ksyms", BtfType.DataSection.class)).isEmpty();
  }

  @Test
  void stringsOfLinesCanBeAdded() {
    var encoder = new BtfEncoder(Objects.example("queue").btf());
    int at = encoder.string("a line of its own");
    assertThat(encoder.string("a line of its own")).isEqualTo(at);
    assertThat(Btf.parse("again", encoder.bytes()).string(at)).contains("a line of its own");
  }
}
