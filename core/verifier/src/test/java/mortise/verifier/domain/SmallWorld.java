package mortise.verifier.domain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Registers so small that every value can be tried.
final class SmallWorld {
  final int bits;
  final int size;

  SmallWorld(int bits) {
    this.bits = bits;
    this.size = 1 << bits;
  }

  int operandBits(Extent width) {
    return width == Extent.WORD ? bits / 2 : bits;
  }

  /// All tnums of the width.
  static List<Tnum> tnums(int bits) {
    List<Tnum> all = new ArrayList<>();
    for (long mask = 0; mask < 1L << bits; mask++) {
      for (long value = 0; value < 1L << bits; value++) {
        if ((value & mask) == 0) {
          all.add(new Tnum(value, mask));
        }
      }
    }
    return all;
  }

  /// Every tnum, every unsigned and every signed range, every range of the lower half, and what
  /// tnums and unsigned ranges have in common; each normal form once, none empty.
  List<ScalarRange> simple(boolean withCombinations) {
    Set<ScalarRange> all = new LinkedHashSet<>();
    List<ScalarRange> ranges = new ArrayList<>();
    for (int from = 0; from < size; from++) {
      for (int to = from; to < size; to++) {
        ranges.add(ScalarRange.fromUnsignedRange(from, to, bits));
        all.add(ScalarRange.fromSignedRange(from - size / 2, to - size / 2, bits));
      }
    }
    all.addAll(ranges);
    int half = bits / 2;
    for (int from = 0; from < 1 << half; from++) {
      for (int to = from; to < 1 << half; to++) {
        int low = 1 << (half - 1);
        all.add(withLow(new Span(half, from, to, -low, low - 1)));
        all.add(withLow(new Span(half, 0, (1 << half) - 1, from - low, to - low)));
      }
    }
    for (Tnum tnum : tnums(bits)) {
      ScalarRange members = ScalarRange.fromTnum(tnum, bits);
      all.add(members);
      if (withCombinations) {
        for (ScalarRange range : ranges) {
          all.add(members.intersect(range, bits));
        }
      }
    }
    all.removeIf(ScalarRange::isEmpty);
    return List.copyOf(all);
  }

  private ScalarRange withLow(Span low) {
    return new Bounds(Tnum.unknown(bits), new Span(bits), low).normalize();
  }

  /// A seeded random set that is not empty: the common part of up to three of different kinds, or
  /// the hull of a few numbers.
  ScalarRange random(Random random) {
    while (true) {
      ScalarRange range = ScalarRange.unknown(bits);
      if (random.nextInt(4) == 0) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
          numbers.add(random.nextInt(size));
        }
        range = hull(numbers);
      } else {
        for (int i = random.nextInt(3); i >= 0; i--) {
          range = range.intersect(randomPart(random), bits);
        }
      }
      if (!range.isEmpty()) {
        return range;
      }
    }
  }

  private ScalarRange randomPart(Random random) {
    int one = random.nextInt(size);
    int other = random.nextInt(size);
    int from = Math.min(one, other);
    int to = Math.max(one, other);
    int half = bits / 2;
    int lowMask = (1 << half) - 1;
    int low = 1 << (half - 1);
    return switch (random.nextInt(4)) {
      case 0 -> ScalarRange.fromTnum(new Tnum(one & ~other, other), bits);
      case 1 -> ScalarRange.fromUnsignedRange(from, to, bits);
      case 2 -> ScalarRange.fromSignedRange(from - size / 2, to - size / 2, bits);
      default ->
          withLow(
              new Span(
                  half,
                  0,
                  lowMask,
                  Math.min(one & lowMask, other & lowMask) - low,
                  Math.max(one & lowMask, other & lowMask) - low));
    };
  }

  /// The best set that contains the numbers.
  ScalarRange hull(Iterable<Integer> numbers) {
    Span full = new Span(bits, Bits.mask(bits), 0, Bits.greatest(bits), Bits.least(bits));
    int half = bits / 2;
    Span low = new Span(half, Bits.mask(half), 0, Bits.greatest(half), Bits.least(half));
    long ones = Bits.mask(bits);
    long any = 0;
    for (long number : numbers) {
      ones &= number;
      any |= number;
      extend(full, number);
      extend(low, number & Bits.mask(half));
    }
    return new Bounds(new Tnum(ones, any & ~ones), full, low).normalize();
  }

  private static void extend(Span span, long number) {
    span.umin = Math.min(span.umin, number);
    span.umax = Math.max(span.umax, number);
    span.smin = Math.min(span.smin, Bits.signed(number, span.bits));
    span.smax = Math.max(span.smax, Bits.signed(number, span.bits));
  }

  /// All values of the set.
  int[] members(ScalarRange range) {
    int[] found = new int[size];
    int count = 0;
    for (int number = 0; number < size; number++) {
      if (range.contains(number, bits)) {
        found[count++] = number;
      }
    }
    return java.util.Arrays.copyOf(found, count);
  }
}
