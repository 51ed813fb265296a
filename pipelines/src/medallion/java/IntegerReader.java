package medallion;

/** Integers of 32 or 64 bits; texts are not accepted. */
final class IntegerReader extends ValueReader {

  private static final int MOST_DIGITS = 19;

  private final boolean isLong;

  IntegerReader(boolean isLong) {
    this.isLong = isLong;
  }

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    if (token != Token.NUMBER) return null;
    boolean isNegative = bytes[from] == '-';
    int at = isNegative ? from + 1 : from;
    if (at == to || to - at > MOST_DIGITS) return null;
    // There is one negative number more than positive ones.
    long negative = 0;
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) return null;
      negative = negative * 10 - digit;
      if (negative > 0) return null;
    }
    if (isNegative) return fitting(negative);
    return negative == Long.MIN_VALUE ? null : fitting(-negative);
  }

  private Object fitting(long value) {
    if (isLong) return Long.valueOf(value);
    return value == (int) value ? Integer.valueOf((int) value) : null;
  }
}
