package medallion;

import java.nio.charset.StandardCharsets;

/** Floating-point numbers, and texts that are one: the nearest there is. NaN and infinity are no numbers. */
final class DoubleReader extends ValueReader {

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    if (token != Token.NUMBER && token != Token.TEXT) return null;
    if (!NumberText.isNumber(bytes, from, to)) return null;
    double number = Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    return Double.isInfinite(number) ? null : Double.valueOf(number);
  }
}
