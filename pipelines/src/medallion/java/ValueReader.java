package medallion;

import java.io.Serializable;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
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

/** Converts a token to exactly a value of a declared type. */
abstract class ValueReader implements Serializable {

  /** Spark's internal value, or null if the token is not exactly such a value. Never called with a NULL token. */
  abstract Object read(Token token, byte[] bytes, int from, int to);

  /**
   * For the types that a contract can declare.
   *
   * @param pattern of dates and timestamps, null for ISO 8601
   */
  static ValueReader of(DataType type, String pattern) {
    if (type instanceof StringType) return new TextReader();
    if (type instanceof BinaryType) return new BinaryReader();
    if (type instanceof BooleanType) return new BooleanReader();
    if (type instanceof ShortType) return new IntegerReader(16);
    if (type instanceof IntegerType) return new IntegerReader(32);
    if (type instanceof LongType) return new IntegerReader(64);
    if (type instanceof FloatType) return new DoubleReader(true);
    if (type instanceof DoubleType) return new DoubleReader(false);
    if (type instanceof DateType) return new DateReader(pattern);
    if (type instanceof TimestampType) return new TimestampReader(pattern);
    if (type instanceof DecimalType) {
      return new DecimalReader(((DecimalType) type).precision(), ((DecimalType) type).scale());
    }
    throw new IllegalArgumentException(type.simpleString());
  }
}
