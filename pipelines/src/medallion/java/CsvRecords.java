package medallion;

import java.util.ArrayList;
import java.util.List;

/**
 * The records of a text, one after the other. A quoted field may hold delimiters and line breaks; a quote that nothing
 * closes ends with its line, which is broken, and reading goes on behind it.
 */
final class CsvRecords {

  /** Of the last record: its text as it stands in the file, its fields, and whether it could not be cut. */
  String line;
  List fields;
  boolean isBroken;

  private final String text;
  private final CsvDialect dialect;
  private int at;
  private int unclosed;
  // So many lines are read to the end of the text and again; behind them, quotes do not span lines any more.
  private static final int MOST_UNCLOSED = 100;

  CsvRecords(String text, CsvDialect dialect) {
    this.text = text;
    this.dialect = dialect;
  }

  void skipLines(int count) {
    for (int i = 0; i < count && at < text.length(); i++) at = behindBreak(endOfLine(at));
  }

  /** False at the end. Blank lines and comments are no records. */
  boolean isNextRead() {
    while (at < text.length()) {
      int end = endOfLine(at);
      boolean isComment = dialect.comment != 0 && text.charAt(at) == dialect.comment;
      if (!isComment && !isBlank(at, end)) {
        if (dialect.widths == null) readFields(at);
        else readLine(end);
        return true;
      }
      at = behindBreak(end);
    }
    return false;
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) if (text.charAt(i) != ' ') return false;
    return true;
  }

  private void readLine(int end) {
    line = text.substring(at, end);
    fields = new ArrayList();
    isBroken = false;
    at = behindBreak(end);
  }

  private void readFields(int from) {
    List found = new ArrayList();
    int place = from;
    while (true) {
      place = field(place, found);
      if (place < 0) {
        unclosed++;
        readLine(endOfLine(from));
        isBroken = true;
        return;
      }
      if (place == text.length() || text.charAt(place) != dialect.delimiter) break;
      place++;
    }
    line = text.substring(from, place);
    fields = found;
    isBroken = false;
    at = behindBreak(place);
  }

  /** Adds the field that begins at `from`. Returns its end, or -1 for a quote that nothing closes. */
  private int field(int from, List found) {
    if (dialect.quote == 0 || from == text.length() || text.charAt(from) != dialect.quote) return plain(from, from, found);
    StringBuilder value = new StringBuilder();
    int place = from + 1;
    int last = unclosed < MOST_UNCLOSED ? text.length() : endOfLine(from);
    while (place < last) {
      char sign = text.charAt(place);
      boolean isEscape = sign == dialect.escape && place + 1 < last;
      if (isEscape && (dialect.escape != dialect.quote || text.charAt(place + 1) == dialect.quote)) {
        value.append(text.charAt(place + 1));
        place += 2;
      } else if (sign == dialect.quote) {
        if (!isEndOfField(place + 1)) return plain(from, place + 1, found);
        found.add(value.toString());
        return place + 1;
      } else {
        value.append(sign);
        place++;
      }
    }
    return -1;
  }

  /** A field as it stands, from `from` to the first delimiter or line break behind `at`. */
  private int plain(int from, int behind, List found) {
    int place = behind;
    while (!isEndOfField(place)) place++;
    found.add(text.substring(from, place));
    return place;
  }

  private boolean isEndOfField(int place) {
    if (place >= text.length()) return true;
    char sign = text.charAt(place);
    return sign == dialect.delimiter || sign == '\n' || sign == '\r';
  }

  private int endOfLine(int from) {
    int place = from;
    while (place < text.length() && text.charAt(place) != '\n' && text.charAt(place) != '\r') place++;
    return place;
  }

  private int behindBreak(int end) {
    if (end >= text.length()) return end;
    boolean isPair = text.charAt(end) == '\r' && end + 1 < text.length() && text.charAt(end + 1) == '\n';
    return end + (isPair ? 2 : 1);
  }
}
