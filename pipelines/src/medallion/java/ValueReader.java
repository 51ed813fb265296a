package medallion;

import java.io.Serializable;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/** The value of a declared type that a token says exactly. */
abstract class ValueReader implements Serializable {

  /** Spark's internal value, or null where the token says none of this type. A NULL token is never asked about. */
  abstract Object read(Token token, byte[] bytes, int from, int to);

  /** @param pattern of dates and timestamps, null for ISO 8601 */
  static ValueReader of(DataType type, String pattern) {
    if (type instanceof StringType) return new TextReader();
    if (type instanceof BooleanType) return new BooleanReader();
    if (type instanceof ByteType) return new IntegerReader(Byte.SIZE);
    if (type instanceof ShortType) return new IntegerReader(Short.SIZE);
    if (type instanceof IntegerType) return new IntegerReader(Integer.SIZE);
    if (type instanceof LongType) return new IntegerReader(Long.SIZE);
    if (type instanceof FloatType) return new FloatReader(true);
    if (type instanceof DoubleType) return new FloatReader(false);
    if (type instanceof DateType) return new DateReader(pattern);
    if (type instanceof TimestampType) return new TimestampReader(pattern);
    if (type instanceof DecimalType) {
      return new DecimalReader(((DecimalType) type).precision(), ((DecimalType) type).scale());
    }
    throw new IllegalArgumentException(type.simpleString());
  }
}
