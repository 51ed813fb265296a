package medallion;

import java.io.Serializable;

/** How a CSV file is written. A sign that is not used is 0. */
final class CsvDialect implements Serializable {

  final char delimiter;
  final char quote;
  final char escape;
  final char comment;
  final char decimal;
  final char thousands;
  final String encoding;
  /** The line of the header, from 1; 0 for a file without one. */
  final int header;
  /** Records at the end that are no data. */
  final int skipLast;
  /** Of each declared column its first character, from 0, and its length; null for fields with delimiters. */
  final int[] widths;

  /** @param settings in the order of the fields above; widths as numbers separated by commas */
  CsvDialect(String[] settings) {
    delimiter = sign(settings[0]);
    quote = sign(settings[1]);
    escape = sign(settings[2]);
    comment = sign(settings[3]);
    decimal = sign(settings[4]);
    thousands = sign(settings[5]);
    encoding = settings[6];
    header = Integer.parseInt(settings[7]);
    skipLast = Integer.parseInt(settings[8]);
    widths = settings[9].isEmpty() ? null : numbers(settings[9].split(","));
  }

  private static char sign(String text) {
    return text.isEmpty() ? (char) 0 : text.charAt(0);
  }

  private static int[] numbers(String[] texts) {
    int[] numbers = new int[texts.length];
    for (int i = 0; i < texts.length; i++) numbers[i] = Integer.parseInt(texts[i]);
    return numbers;
  }

  /** The number as JSON would write it, or null for a text that is none in this dialect. */
  String number(String text) {
    int point = text.indexOf(decimal);
    int power = point < 0 ? Math.max(text.indexOf('e'), text.indexOf('E')) : point;
    String whole = power < 0 ? text : text.substring(0, power);
    String rest = power < 0 ? "" : text.substring(point < 0 ? power : point + 1);
    if (whole.indexOf('.') >= 0 && thousands != '.') return null;
    if (rest.indexOf('.') >= 0 || rest.indexOf(',') >= 0) return null;
    if (thousands != 0 && whole.indexOf(thousands) >= 0) {
      String[] groups = whole.split(java.util.regex.Pattern.quote(String.valueOf(thousands)), -1);
      int sign = groups[0].startsWith("-") || groups[0].startsWith("+") ? 1 : 0;
      if (groups[0].length() == sign || groups[0].length() > sign + 3) return null;
      for (int i = 1; i < groups.length; i++) if (groups[i].length() != 3) return null;
      whole = String.join("", groups);
    }
    return point < 0 ? whole + rest : whole + "." + rest;
  }
}
