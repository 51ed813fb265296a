package medallion;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/** A declared column: its position, its key in a line, and the reader of its values. */
final class Field implements Serializable {

  final int place;
  final String name;
  private final byte[] key;
  private final ValueReader values;

  Field(int place, String name, ValueReader values) {
    this.place = place;
    this.name = name;
    this.key = name.getBytes(StandardCharsets.UTF_8);
    this.values = values;
  }

  boolean isNamed(byte[] bytes, int from, int to) {
    if (to - from != key.length) return false;
    for (int i = 0; i < key.length; i++) {
      if (bytes[from + i] != key[i]) return false;
    }
    return true;
  }

  /** Of ASCII letters; a key with others is left to `AnyLine`. */
  boolean isNamedInAnotherCase(byte[] bytes, int from, int to) {
    if (to - from != key.length) return false;
    for (int i = 0; i < key.length; i++) {
      int one = bytes[from + i];
      int other = key[i];
      boolean isLetter = (one | 32) >= 'a' && (one | 32) <= 'z' && one > 0;
      if (one != other && !(isLetter && (one | 32) == (other | 32))) return false;
    }
    return true;
  }

  Object value(Token token, byte[] bytes, int from, int to) {
    return values.read(token, bytes, from, to);
  }

  Object value(Token token, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return values.read(token, bytes, 0, bytes.length);
  }
}
