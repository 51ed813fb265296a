package medallion;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Integers of 16, 32 or 64 bits, as numbers and as texts: `32`, `32.0` and `3.2e1` are the same. */
final class IntegerReader extends ValueReader {

  private static final int MOST_DIGITS = 19;

  private final int bits;

  IntegerReader(int bits) {
    this.bits = bits;
  }

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    if (token != Token.NUMBER && token != Token.TEXT) return null;
    boolean isNegative = from < to && bytes[from] == '-';
    int at = isNegative ? from + 1 : from;
    if (at == to || to - at > MOST_DIGITS) return any(bytes, from, to);
    // Below zero there is one number more.
    long negative = 0;
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) return any(bytes, from, to);
      negative = negative * 10 - digit;
      if (negative > 0) return null;
    }
    if (isNegative) return fitting(negative);
    return negative == Long.MIN_VALUE ? null : fitting(-negative);
  }

  private Object any(byte[] bytes, int from, int to) {
    BigDecimal value = NumberText.exact(bytes, from, to);
    if (value == null) return null;
    if (value.signum() == 0) return fitting(0);
    value = value.stripTrailingZeros();
    // Before it is written out: an exponent may ask for a billion zeros.
    if (value.scale() > 0 || (long) value.precision() - value.scale() > MOST_DIGITS) return null;
    BigInteger whole = value.toBigIntegerExact();
    return whole.bitLength() < Long.SIZE ? fitting(whole.longValue()) : null;
  }

  private Object fitting(long value) {
    if (bits == 64) return Long.valueOf(value);
    if (bits == 16) return value == (short) value ? Short.valueOf((short) value) : null;
    return value == (int) value ? Integer.valueOf((int) value) : null;
  }
}
