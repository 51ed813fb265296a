package medallion;

import java.nio.charset.StandardCharsets;

/** The words of JSON, and texts that say the same in any case. */
final class BooleanReader extends ValueReader {

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    if (token == Token.TRUE) return Boolean.TRUE;
    if (token == Token.FALSE) return Boolean.FALSE;
    if (token != Token.TEXT) return null;
    String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    if (text.equalsIgnoreCase("true")) return Boolean.TRUE;
    return text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
  }
}
