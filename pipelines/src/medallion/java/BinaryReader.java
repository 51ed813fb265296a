package medallion;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Bytes, written as a base64 text (RFC 4648). */
final class BinaryReader extends ValueReader {

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    if (token != Token.TEXT) return null;
    try {
      return Base64.getDecoder().decode(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException none) {
      return null;
    }
  }
}
