package medallion;

import java.nio.charset.StandardCharsets;

/** Floating-point numbers, rounded to the nearest one. NaN and infinities may be words, bare or quoted. */
final class DoubleReader extends ValueReader {

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    if (token != Token.NUMBER && token != Token.TEXT) return null;
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    Double special = special(text);
    if (special != null || token == Token.TEXT) return special;
    double number = Double.parseDouble(text);
    return Double.isInfinite(number) ? null : Double.valueOf(number);
  }

  private static Double special(String text) {
    char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    if (last >= '0' && last <= '9') return null;
    if (text.equals("NaN")) return Double.NaN;
    String size = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (!size.equals("Infinity") && !size.equals("INF")) return null;
    return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }
}
