package medallion;

import java.math.BigDecimal;
import org.apache.spark.sql.types.Decimal;

/** Numbers, and texts of numbers, that fit the declared precision and scale without rounding. */
final class DecimalReader extends ValueReader {

  /** Any number with this many digits fits into a long. */
  private static final int LONG_DIGITS = 18;

  private static final long[] POWERS = new long[LONG_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) POWERS[i] = POWERS[i - 1] * 10;
  }

  private final int precision;
  private final int scale;

  DecimalReader(int precision, int scale) {
    this.precision = precision;
    this.scale = scale;
  }

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    if (token != Token.NUMBER && token != Token.TEXT) return null;
    boolean isNegative = from < to && bytes[from] == '-';
    long digits = 0;
    int count = 0;
    int point = -1;
    for (int at = isNegative ? from + 1 : from; at < to; at++) {
      byte sign = bytes[at];
      if (sign == '.' && point < 0) {
        point = count;
      } else if (sign >= '0' && sign <= '9' && ++count <= LONG_DIGITS) {
        digits = digits * 10 + (sign - '0');
      } else {
        return any(bytes, from, to);
      }
    }
    int missing = scale - (point < 0 ? 0 : count - point);
    if (count == 0 || missing < 0 || count + missing > LONG_DIGITS) return any(bytes, from, to);
    digits *= POWERS[missing];
    if (precision < LONG_DIGITS && digits >= POWERS[precision]) return null;
    return Decimal.apply(isNegative ? -digits : digits, precision, scale);
  }

  private Object any(byte[] bytes, int from, int to) {
    BigDecimal value = NumberText.exact(bytes, from, to);
    if (value == null) return null;
    if (value.signum() == 0) return Decimal.apply(0L, precision, scale);
    value = value.stripTrailingZeros();
    // Checked before expanding: an exponent may stand for a billion zeros.
    boolean fits = value.scale() <= scale && (long) value.precision() - value.scale() <= precision - scale;
    return fits ? Decimal.apply(value.setScale(scale), precision, scale) : null;
  }
}
