package medallion;

import java.nio.charset.StandardCharsets;

/** Floating-point numbers of 32 or 64 bits, and texts that are one: the nearest there is. NaN and infinity are no numbers. */
final class DoubleReader extends ValueReader {

  private final boolean isFloat;

  DoubleReader(boolean isFloat) {
    this.isFloat = isFloat;
  }

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    if (token != Token.NUMBER && token != Token.TEXT) return null;
    if (!NumberText.isNumber(bytes, from, to)) return null;
    String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    if (isFloat) {
      float number = Float.parseFloat(text);
      return Float.isInfinite(number) ? null : Float.valueOf(number);
    }
    double number = Double.parseDouble(text);
    return Double.isInfinite(number) ? null : Double.valueOf(number);
  }
}
