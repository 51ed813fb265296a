package medallion;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Numbers as JSON, CSV and people write them: ASCII digits, at most one point, at most one exponent. */
final class NumberText {

  /** No type holds a number with a longer exponent, and nobody should wait for its zeros. */
  private static final int MOST_EXPONENT_DIGITS = 4;

  private NumberText() {}

  /** Null for a text that is no number. */
  static BigDecimal exact(byte[] bytes, int from, int to) {
    if (!isNumber(bytes, from, to)) return null;
    return new BigDecimal(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
  }

  static boolean isNumber(byte[] bytes, int from, int to) {
    int at = from;
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) at++;
    int whole = digits(bytes, at, to);
    at += whole;
    int fraction = 0;
    if (at < to && bytes[at] == '.') {
      fraction = digits(bytes, at + 1, to);
      at += fraction + 1;
    }
    if (whole + fraction == 0) return false;
    if (at == to) return true;
    if (bytes[at] != 'e' && bytes[at] != 'E') return false;
    at++;
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) at++;
    int exponent = digits(bytes, at, to);
    return exponent > 0 && exponent <= MOST_EXPONENT_DIGITS && at + exponent == to;
  }

  private static int digits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') at++;
    return at - from;
  }
}
