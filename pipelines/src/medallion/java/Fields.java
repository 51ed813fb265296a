package medallion;

import java.io.Serializable;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The declared columns by their keys. */
final class Fields implements Serializable {

  final int count;
  private final Field[] fields;
  /** The field of the n-th key in the last line: most lines of a file have the same keys. */
  private final Field[] likely;

  /** @param patterns of dates and timestamps, null for ISO 8601 */
  Fields(StructType schema, String[] patterns) {
    StructField[] declared = schema.fields();
    count = declared.length;
    fields = new Field[count];
    likely = new Field[count];
    for (int place = 0; place < count; place++) {
      ValueReader values = ValueReader.of(declared[place].dataType(), patterns[place]);
      fields[place] = new Field(place, declared[place].name(), values);
      likely[place] = fields[place];
    }
  }

  /** Null for a key that is not declared. `number` is the position of the key in its line, from 0. */
  Field find(byte[] bytes, int from, int to, int number) {
    if (number < count && likely[number].isNamed(bytes, from, to)) return likely[number];
    for (int place = 0; place < count; place++) {
      if (!fields[place].isNamed(bytes, from, to)) continue;
      if (number < count) likely[number] = fields[place];
      return fields[place];
    }
    for (int place = 0; place < count; place++) {
      if (fields[place].isNamedInAnotherCase(bytes, from, to)) return fields[place];
    }
    return null;
  }

  /** Whether a column reads a field of the object under the key. */
  boolean isOutside(String key) {
    for (int place = 0; place < count; place++) {
      if (fields[place].name.regionMatches(true, 0, key + ".", 0, key.length() + 1)) return true;
    }
    return false;
  }

  Field find(String name) {
    for (int place = 0; place < count; place++) {
      if (fields[place].name.equals(name)) return fields[place];
    }
    for (int place = 0; place < count; place++) {
      if (fields[place].name.equalsIgnoreCase(name)) return fields[place];
    }
    return null;
  }
}
