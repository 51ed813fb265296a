package medallion;

import org.apache.spark.unsafe.types.UTF8String;

/** A string column accepts every value: a number or an object as its text in the line. */
final class TextReader extends ValueReader {

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    return UTF8String.fromBytes(bytes, from, to - from);
  }
}
