package mortise.verifier.domain;

import java.util.StringJoiner;

/// Scalars as text.
final class Rendering {
  private static final String[] NAMES = {
    "smin", "smax", "umin", "umax", "smin32", "smax32", "umin32", "umax32"
  };

  private Rendering() {}

  /// Linux `print_scalar_ranges` (6.18): a bound at the end of its type is left out, equal bounds
  /// share their number, small numbers are decimal.
  static String kernelStyle(ScalarRange range) {
    if (range.isEmpty()) {
      return "empty";
    }
    if (range.isConstant()) {
      return signed(range.constantValue());
    }
    long[] bounds = {
      range.smin(), range.smax(), range.umin(), range.umax(),
      range.smin32(), range.smax32(), range.umin32(), range.umax32()
    };
    boolean[] omitted = {
      range.smin() == Long.MIN_VALUE, range.smax() == Long.MAX_VALUE,
      range.umin() == 0, range.umax() == -1,
      range.smin32() == Integer.MIN_VALUE, range.smax32() == Integer.MAX_VALUE,
      range.umin32() == 0, range.umax32() == 0xffff_ffffL
    };
    StringJoiner parts = new StringJoiner(",", "scalar(", ")");
    for (int i = 0; i < NAMES.length; i++) {
      if (!omitted[i]) {
        parts.add(group(i, bounds, omitted));
      }
    }
    if (!range.tnum().isUnknown()) {
      parts.add("var_off=" + range.tnum());
    }
    return parts.toString();
  }

  private static String group(int first, long[] bounds, boolean[] omitted) {
    boolean signed = NAMES[first].startsWith("s");
    boolean negative = signed && bounds[first] < 0;
    StringBuilder text = new StringBuilder(NAMES[first]).append('=');
    for (int i = first + 2; i < NAMES.length; i += 2) {
      boolean alsoNegative = NAMES[i].startsWith("s") && bounds[i] < 0;
      if (!omitted[i] && bounds[i] == bounds[first] && alsoNegative == negative) {
        omitted[i] = true;
        text.append(NAMES[i]).append('=');
      }
    }
    return text.append(signed ? signed(bounds[first]) : unsigned(bounds[first])).toString();
  }

  private static String signed(long number) {
    return number == (short) number ? Long.toString(number) : "0x" + Long.toHexString(number);
  }

  private static String unsigned(long number) {
    return number == (number & 0xffff) ? Long.toString(number) : "0x" + Long.toHexString(number);
  }

  static String describe(ScalarRange range) {
    if (range.isEmpty()) {
      return "no value";
    }
    if (range.isConstant()) {
      return Long.toString(range.constantValue());
    }
    if (range.isUnknown()) {
      return "any value";
    }
    StringBuilder text = new StringBuilder();
    if (range.smin() != Long.MIN_VALUE || range.smax() != Long.MAX_VALUE) {
      text.append(range.smin()).append("..").append(range.smax());
    } else {
      text.append(Long.toUnsignedString(range.umin())).append("..");
      text.append(Long.toUnsignedString(range.umax()));
    }
    long alignment = Long.lowestOneBit(range.tnum().max());
    long common = range.tnum().mask() | Bits.fillBelow(range.umin() ^ range.umax());
    if (alignment > 1) {
      text.append(", a multiple of ").append(Long.toUnsignedString(alignment));
    } else if (common != range.tnum().mask()) {
      text.append(", bits ").append(range.tnum());
    }
    return text.toString();
  }
}
