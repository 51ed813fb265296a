package medallion;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;

/** Reads any line that is exactly one JSON object. */
final class AnyLine {

  /** Strict, except that NaN and infinities are allowed, which many writers produce. */
  private static final JsonFactory FACTORY = new JsonFactory().enable(JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS);

  private final String line;
  private final Fields fields;

  AnyLine(String line, Fields fields) {
    this.line = line;
    this.fields = fields;
  }

  /** False for a malformed line. */
  boolean isReadInto(ParsedLine row) {
    ArrayList pairs;
    try {
      pairs = pairs();
    } catch (IOException malformed) {
      return false;
    }
    if (pairs == null) return false;
    giveWayToExactKeys(pairs);
    int[] times = new int[fields.count];
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = (Pair) pairs.get(i);
      if (pair.field == null) continue;
      times[pair.field.place]++;
      row.give(pair.field.place, pair.value);
    }
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = (Pair) pairs.get(i);
      if (!pair.isRead() || times[pair.field.place] > 1) row.rescue(pair.key, pair.text);
    }
    return true;
  }

  /** A key that only differs in its case names a column unless the line has the very key as well. */
  private void giveWayToExactKeys(ArrayList pairs) {
    boolean[] isExact = new boolean[fields.count];
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = (Pair) pairs.get(i);
      if (pair.field != null && pair.field.name.equals(pair.key)) isExact[pair.field.place] = true;
    }
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = (Pair) pairs.get(i);
      if (pair.field != null && isExact[pair.field.place] && !pair.field.name.equals(pair.key)) pair.field = null;
    }
  }

  /** Null for a line that is not exactly one object. */
  private ArrayList pairs() throws IOException {
    ArrayList pairs = new ArrayList();
    JsonParser parser = FACTORY.createParser(line);
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) return null;
      if (!areCollected(parser, "", pairs)) return null;
      return parser.nextToken() == null ? pairs : null;
    } finally {
      parser.close();
    }
  }

  /**
   * Adds the pairs of the object that the parser is in. An object of which columns read a field is opened: its keys follow
   * its own key and a dot. False for a key that is no text.
   */
  private boolean areCollected(JsonParser parser, String prefix, ArrayList pairs) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      if (!Utf8.isEncodable(parser.getCurrentName())) return false;
      String key = prefix + parser.getCurrentName();
      JsonToken begin = parser.nextToken();
      if (begin == JsonToken.START_OBJECT && fields.find(key) == null && fields.isOutside(key)) {
        if (!areCollected(parser, key + ".", pairs)) return false;
      } else {
        pairs.add(pair(parser, key, begin));
      }
    }
    return true;
  }

  /** Reads the value that the parser is at, and leaves the parser at its end. */
  private Pair pair(JsonParser parser, String key, JsonToken begin) throws IOException {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    Token token = token(begin);
    if (token == Token.NESTED) parser.skipChildren();
    String text = token == Token.NULL ? null : parser.getText();
    // Jackson reads a text lazily: only after this call is the parser behind the value.
    int to = (int) parser.currentLocation().getCharOffset();
    boolean isText = token != Token.TEXT || Utf8.isEncodable(text);
    if (token == Token.NESTED || !isText) text = line.substring(from, to);
    Field field = fields.find(key);
    Object value = field == null || text == null || !isText ? null : field.value(token, text);
    return new Pair(key, text, field, value);
  }

  private static Token token(JsonToken begin) {
    if (begin == JsonToken.VALUE_STRING) return Token.TEXT;
    if (begin == JsonToken.VALUE_TRUE) return Token.TRUE;
    if (begin == JsonToken.VALUE_FALSE) return Token.FALSE;
    if (begin == JsonToken.VALUE_NULL) return Token.NULL;
    return begin.isNumeric() ? Token.NUMBER : Token.NESTED;
  }

  private static final class Pair {

    final String key;
    final String text;
    Field field;
    final Object value;

    Pair(String key, String text, Field field, Object value) {
      this.key = key;
      this.text = text;
      this.field = field;
      this.value = value;
    }

    boolean isRead() {
      return field != null && (value != null || text == null);
    }
  }
}
