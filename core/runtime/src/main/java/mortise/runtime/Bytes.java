package mortise.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Numbers as little-endian bytes.
final class Bytes {
  private Bytes() {}

  static byte[] ofInt(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  static byte[] ofLong(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
