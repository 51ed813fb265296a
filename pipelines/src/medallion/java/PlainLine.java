package medallion;

import java.nio.charset.StandardCharsets;

/**
 * Reads a line of scalars without escapes, as most writers produce it, in one pass over its bytes.
 *
 * The result is used only if the whole line could be read. For anything else (an escape, a nested value, an exponent, a
 * repeated column, invalid UTF-8) this reader gives up, and `AnyLine` reads the line.
 */
final class PlainLine {

  private final byte[] bytes;
  private final int end;
  private int at;

  PlainLine(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** False if `AnyLine` has to read the line, into another row. */
  boolean isReadInto(ParsedLine row, Fields fields) {
    if (!isNext('{')) return false;
    for (int number = 0; ; number++) {
      if (!isNext('"')) return false;
      int keyFrom = at;
      int keyTo = endOfText();
      if (keyTo < 0 || !isNext(':')) return false;
      if (!isPairRead(row, fields.find(bytes, keyFrom, keyTo, number), keyFrom, keyTo)) return false;
      if (isNext('}')) return at == end;
      if (!isNext(',')) return false;
    }
  }

  private boolean isPairRead(ParsedLine row, Field field, int keyFrom, int keyTo) {
    Token token = token();
    int from = at;
    int to = token == Token.TEXT ? endOfText() : token == Token.NUMBER ? endOfNumber() : endOfWord(token);
    if (to < 0) return false;
    if (field == null) {
      row.rescue(string(keyFrom, keyTo), token == Token.NULL ? null : string(from, to));
      return true;
    }
    Object value = token == Token.NULL ? null : field.value(token, bytes, from, to);
    if (value == null && token != Token.NULL) row.rescue(string(keyFrom, keyTo), string(from, to));
    return row.give(field.place, value);
  }

  /** Skips blanks, the sign if it follows, and blanks after it. */
  private boolean isNext(char sign) {
    skipBlanks();
    if (at == end || bytes[at] != sign) return false;
    at++;
    if (sign != '"') skipBlanks();
    return true;
  }

  private void skipBlanks() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) at++;
  }

  private Token token() {
    if (at == end) return Token.NUMBER;
    switch (bytes[at]) {
      case '"':
        at++;
        return Token.TEXT;
      case 't':
        return Token.TRUE;
      case 'f':
        return Token.FALSE;
      case 'n':
        return Token.NULL;
      default:
        return Token.NUMBER;
    }
  }

  /** Skips a text and returns the position of its closing quote; -1 for a text that is not plain. */
  private int endOfText() {
    while (at < end) {
      byte sign = bytes[at];
      if (sign == '"') return at++;
      int length = sign >= ' ' ? 1 : sign >= 0 ? 0 : Utf8.length(bytes, at, end);
      if (length == 0 || sign == '\\') return -1;
      at += length;
    }
    return -1;
  }

  private int endOfWord(Token token) {
    String word = token == Token.TRUE ? "true" : token == Token.FALSE ? "false" : "null";
    if (at + word.length() > end) return -1;
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at++] != word.charAt(i)) return -1;
    }
    return at;
  }

  private int endOfNumber() {
    if (at < end && bytes[at] == '-') at++;
    int whole = at;
    skipDigits();
    if (at == whole || (bytes[whole] == '0' && at > whole + 1)) return -1;
    if (at < end && bytes[at] == '.') {
      int fraction = ++at;
      skipDigits();
      if (at == fraction) return -1;
    }
    return at < end && (bytes[at] == 'e' || bytes[at] == 'E') ? -1 : at;
  }

  private void skipDigits() {
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') at++;
  }

  private String string(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
