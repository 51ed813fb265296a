package medallion;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads a JSON line into the declared columns without losing data. Spark calls it once per row, from compiled code. */
public final class JsonLineReader implements Serializable {

  private final Fields fields;

  /** @param patterns of dates and timestamps, one per column, null for ISO 8601 */
  public JsonLineReader(StructType schema, String[] patterns) {
    fields = new Fields(schema, patterns);
  }

  /** The declared columns, then the rescued data (a text, or NULL), then whether the line is malformed. */
  public InternalRow read(UTF8String line) {
    InternalRow plain = plain(line);
    if (plain != null) return plain;
    String text = Utf8.decode(line.getBytes());
    ParsedLine any = new ParsedLine(fields.count);
    boolean isRead = text != null && new AnyLine(text, fields).isReadInto(any);
    return isRead ? any.row() : ParsedLine.malformed(fields.count);
  }

  /** The same without a JSON parser; null for a line that needs one. */
  public InternalRow plain(UTF8String line) {
    boolean isOnHeap = line.getBaseObject() instanceof byte[];
    byte[] bytes = isOnHeap ? (byte[]) line.getBaseObject() : line.getBytes();
    int from = isOnHeap ? (int) (line.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET) : 0;
    ParsedLine row = new ParsedLine(fields.count);
    return new PlainLine(bytes, from, from + line.numBytes()).isReadInto(row, fields) ? row.row() : null;
  }
}
