package medallion;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

  private Utf8() {}

  /** Number of bytes of the character that starts here with a byte above 0x7f; 0 if it is invalid. */
  static int length(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xff;
    int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length == 0 || at + length > end) return 0;
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) return 0;
    }
    int second = bytes[at + 1] & 0xff;
    boolean isOverlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
    boolean isNoCharacter = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
    return isOverlong || isNoCharacter ? 0 : length;
  }

  /** Null for invalid UTF-8. */
  static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException invalid) {
      return null;
    }
  }

  /** False for a text with half a surrogate pair, which JSON can escape and UTF-8 cannot encode. */
  static boolean isEncodable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (!Character.isSurrogate(unit)) continue;
      boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(i + 1));
      if (!isPair) return false;
      i++;
    }
    return true;
  }
}
