package medallion;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import org.apache.spark.SparkUpgradeException;
import org.apache.spark.sql.catalyst.util.TimestampFormatter;
import org.apache.spark.sql.catalyst.util.TimestampFormatter$;

/** Timestamps in the declared pattern, parsed by the formatter of Spark's `to_timestamp`; UTC without a zone. */
class TimestampReader extends ValueReader {

  private static final String SECONDS = "yyyy-MM-dd'T'HH:mm:ss";
  private static final String ISO = "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS][XXX]";

  private final TimestampFormatter formatter;
  private final boolean isIso;

  TimestampReader(String pattern) {
    this(pattern == null ? ISO : pattern, pattern == null || pattern.equals(SECONDS));
  }

  TimestampReader(String pattern, boolean isIso) {
    this.formatter = TimestampFormatter$.MODULE$.apply(pattern, ZoneOffset.UTC, true);
    this.isIso = isIso;
  }

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    if (token != Token.TEXT && token != Token.NUMBER) return null;
    long micros = isIso && to - from == Iso.TIMESTAMP_LENGTH ? Iso.micros(bytes, from) : Iso.NONE;
    if (micros == Iso.NONE) micros = formatted(bytes, from, to);
    return micros == Iso.NONE ? null : Long.valueOf(micros);
  }

  final long formatted(byte[] bytes, int from, int to) {
    try {
      return formatter.parse(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    } catch (ParseException unreadable) {
      return Iso.NONE;
    } catch (DateTimeException unreadable) {
      return Iso.NONE;
    } catch (SparkUpgradeException unreadable) {
      return Iso.NONE;
    } catch (ArithmeticException beyond) {
      return Iso.NONE;
    }
  }
}
