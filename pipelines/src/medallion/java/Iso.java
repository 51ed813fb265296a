package medallion;

import java.time.LocalDate;

/** Parses the common forms of dates and timestamps, `2017-01-31` and `2017-01-31T10:00:00`, without a formatter. */
final class Iso {

  static final int DATE_LENGTH = 10;
  static final int TIMESTAMP_LENGTH = 19;
  static final long NONE = Long.MIN_VALUE;
  static final long MICROS_PER_DAY = 86400000000L;

  private static final long MICROS_PER_SECOND = 1000000L;
  private static final int EVERY_MONTH_HAS = 28;

  private Iso() {}

  /** Days since 1970-01-01; NONE for a text that is not a date. */
  static long days(byte[] bytes, int from) {
    int century = two(bytes, from);
    int year = two(bytes, from + 2);
    int month = two(bytes, from + 5);
    int day = two(bytes, from + 8);
    boolean isDate = century >= 0 && year >= 0 && month >= 1 && month <= 12 && day >= 1;
    if (!isDate || bytes[from + 4] != '-' || bytes[from + 7] != '-') return NONE;
    if (day > EVERY_MONTH_HAS && day > LocalDate.of(century * 100 + year, month, 1).lengthOfMonth()) return NONE;
    return LocalDate.of(century * 100 + year, month, day).toEpochDay();
  }

  /** Microseconds since 1970 in UTC; NONE for a text that is not such a timestamp. */
  static long micros(byte[] bytes, int from) {
    if (bytes[from + 10] != 'T' || bytes[from + 13] != ':' || bytes[from + 16] != ':') return NONE;
    long days = days(bytes, from);
    int hours = two(bytes, from + 11);
    int minutes = two(bytes, from + 14);
    int seconds = two(bytes, from + 17);
    boolean isTime = hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60;
    if (days == NONE || !isTime) return NONE;
    return days * MICROS_PER_DAY + (hours * 3600 + minutes * 60 + seconds) * MICROS_PER_SECOND;
  }

  private static int two(byte[] bytes, int at) {
    int tens = bytes[at] - '0';
    int ones = bytes[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }
}
