package medallion;

/** Dates in the declared pattern, parsed by the formatter of Spark's `to_date`. */
final class DateReader extends TimestampReader {

  private static final String ISO = "yyyy-MM-dd";

  private final boolean isIso;

  DateReader(String pattern) {
    super(pattern == null ? ISO : pattern, false);
    this.isIso = pattern == null || pattern.equals(ISO);
  }

  @Override
  Object read(Token token, byte[] bytes, int from, int to) {
    if (token != Token.TEXT && token != Token.NUMBER) return null;
    long days = isIso && to - from == Iso.DATE_LENGTH ? Iso.days(bytes, from) : Iso.NONE;
    if (days == Iso.NONE) {
      long micros = formatted(bytes, from, to);
      if (micros == Iso.NONE) return null;
      days = Math.floorDiv(micros, Iso.MICROS_PER_DAY);
    }
    return Integer.valueOf((int) days);
  }
}
