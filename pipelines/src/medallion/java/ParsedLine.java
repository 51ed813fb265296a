package medallion;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Builds a row: the declared columns, the rescued data as a JSON object of texts, and whether it is malformed. */
final class ParsedLine {

  private final Object[] values;
  private final boolean[] isGiven;
  private StringBuilder rescued;

  ParsedLine(int columns) {
    values = new Object[columns + 2];
    isGiven = new boolean[columns];
  }

  static InternalRow malformed(int columns) {
    Object[] values = new Object[columns + 2];
    values[columns + 1] = Boolean.TRUE;
    return new GenericInternalRow(values);
  }

  /** False if the line had this column before. */
  boolean give(int place, Object value) {
    values[place] = value;
    if (isGiven[place]) return false;
    isGiven[place] = true;
    return true;
  }

  /** Keys may repeat, as in the line. */
  void rescue(String key, String text) {
    if (rescued == null) rescued = new StringBuilder("{");
    else rescued.append(',');
    quote(key);
    rescued.append(':');
    if (text == null) rescued.append("null");
    else quote(text);
  }

  private void quote(String text) {
    rescued.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, rescued);
    rescued.append('"');
  }

  InternalRow row() {
    int columns = isGiven.length;
    if (rescued != null) values[columns] = UTF8String.fromString(rescued.append('}').toString());
    values[columns + 1] = Boolean.FALSE;
    return new GenericInternalRow(values);
  }
}
