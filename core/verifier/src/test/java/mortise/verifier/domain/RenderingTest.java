package mortise.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The expected texts follow the rules of linux `print_scalar_ranges`.
class RenderingTest {
  @Test
  void equalBoundsShareTheirNumber() {
    assertThat(ScalarRange.zeroExtendedLoad(1))
        .hasToString("scalar(smin=smin32=0,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff))");
    assertThat(ScalarRange.zeroExtendedLoad(4))
        .hasToString("scalar(smin=0,smax=umax=0xffffffff,var_off=(0x0; 0xffffffff))");
    assertThat(ScalarRange.fromSignedRange(-5, 90))
        .hasToString("scalar(smin=smin32=-5,smax=smax32=90)");
  }

  @Test
  void constantsAreNumbersAndTheUnknownIsBare() {
    assertThat(ScalarRange.UNKNOWN).hasToString("scalar()");
    assertThat(ScalarRange.constant(5)).hasToString("5");
    assertThat(ScalarRange.constant(-1)).hasToString("-1");
    assertThat(ScalarRange.constant(0x10000)).hasToString("0x10000");
  }

  @Test
  void negativeAndPositiveNumbersWithEqualBitsAreNotMixed() {
    ScalarRange negative = ScalarRange.fromSignedRange(-2, -1);
    assertThat(negative)
        .hasToString(
            "scalar(smin=smin32=-2,smax=smax32=-1,umin=0xfffffffffffffffe,umin32=0xfffffffe,"
                + "var_off=(0xfffffffffffffffe; 0x1))");
  }

  @Test
  void peopleReadRanges() {
    assertThat(ScalarRange.UNKNOWN.describe()).isEqualTo("any value");
    assertThat(ScalarRange.EMPTY.describe()).isEqualTo("no value");
    assertThat(ScalarRange.constant(-3).describe()).isEqualTo("-3");
    assertThat(ScalarRange.fromUnsignedRange(0, 255).describe()).isEqualTo("0..255");
    assertThat(ScalarRange.fromSignedRange(-1, 1).describe()).isEqualTo("-1..1");
    assertThat(ScalarRange.fromUnsignedRange(5, -1).describe())
        .isEqualTo("5..18446744073709551615");
    assertThat(ScalarRange.fromTnum(new Tnum(0, 0x38)).describe())
        .isEqualTo("0..56, a multiple of 8");
    assertThat(ScalarRange.fromTnum(new Tnum(1, 0x38)).describe())
        .isEqualTo("1..57, bits (0x1; 0x38)");
  }
}
