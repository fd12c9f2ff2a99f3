package mortise.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelTypesTest {
  @Test
  void aReleaseIsAVersion() {
    assertThat(KernelTypes.version("6.18.44-fc-v657")).isEqualTo(6 << 16 | 18 << 8 | 44);
    assertThat(KernelTypes.version("7.2")).isEqualTo(7 << 16 | 2 << 8);
    assertThat(KernelTypes.version("5.4.300")).isEqualTo(5 << 16 | 4 << 8 | 255);
  }

  @Test
  void aFlavourIsNoPartOfTheName() {
    assertThat(KernelTypes.essential("task_struct___new")).isEqualTo("task_struct");
    assertThat(KernelTypes.essential("___odd")).isEqualTo("___odd");
  }
}
