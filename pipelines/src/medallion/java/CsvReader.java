package medallion;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.IOUtils;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Cuts a CSV file into records, and each record into the texts of the declared columns. */
public final class CsvReader implements Serializable {

  private final String[] names;
  private final String[] kinds;
  private final Set[] markers;
  private final CsvDialect dialect;

  /**
   * @param names of the fields of the declared columns
   * @param kinds `number` for a column of numbers, `folder` for one that no field has
   * @param nulls of each column the texts that say that there is no value, separated by U+0001
   */
  public CsvReader(String[] names, String[] kinds, String[] nulls, String[] dialect) {
    this.names = names;
    this.kinds = kinds;
    this.dialect = new CsvDialect(dialect);
    markers = new Set[nulls.length];
    for (int i = 0; i < nulls.length; i++) {
      markers[i] = new HashSet();
      String[] own = nulls[i].split("\u0001", -1);
      for (int k = 0; k < own.length; k++) markers[i].add(own[k]);
    }
  }

  /** Records as (text, whether it is broken, texts of the declared columns, other fields as JSON pairs). */
  public ArrayData cut(UTF8String path, byte[] content) {
    boolean[] isDamaged = new boolean[1];
    String text = decoded(inflated(path.toString(), content), isDamaged);
    CsvRecords records = new CsvRecords(text, dialect);
    List rows = new ArrayList();
    List header = header(records);
    String first = dialect.header == 0 ? null : records.line;
    while (header != null && records.isNextRead()) {
      if (first == null || !records.line.equals(first)) rows.add(row(records, header, isDamaged[0]));
    }
    int kept = Math.max(0, rows.size() - dialect.skipLast);
    return new GenericArrayData(rows.subList(0, kept).toArray());
  }

  /** Whether a field in quotes goes on behind the line, or is never closed. */
  public boolean isOpen(UTF8String line) {
    CsvRecords records = new CsvRecords(line.toString(), dialect);
    return records.isNextRead() && records.isBroken;
  }

  /** The same of one record that was cut before; `header` is the text of the file's header. */
  public ArrayData cutAgain(UTF8String line, UTF8String header) {
    CsvRecords records = new CsvRecords(line.toString(), dialect);
    CsvRecords of = new CsvRecords(header.toString(), dialect);
    List fields = dialect.header == 0 ? declared() : of.isNextRead() ? of.fields : declared();
    Object[] rows = records.isNextRead() ? new Object[] {row(records, fields, false)} : new Object[0];
    return new GenericArrayData(rows);
  }

  /** The text of the header of a file; null where it has none. */
  public UTF8String header(UTF8String path, byte[] content) {
    CsvRecords records = new CsvRecords(decoded(inflated(path.toString(), content), new boolean[1]), dialect);
    return dialect.header == 0 || header(records) == null ? null : UTF8String.fromString(records.line);
  }

  /** Null for a file that ends before its header. */
  private List header(CsvRecords records) {
    if (dialect.header == 0) return declared();
    records.skipLines(dialect.header - 1);
    return records.isNextRead() ? records.fields : null;
  }

  private List declared() {
    List fields = new ArrayList();
    for (int i = 0; i < names.length; i++) if (!kinds[i].equals("folder")) fields.add(names[i]);
    return fields;
  }

  private InternalRow row(CsvRecords records, List header, boolean isDamaged) {
    List fields = dialect.widths == null ? records.fields : cutByWidth(records.line);
    boolean isBroken = records.isBroken || fields.size() != header.size();
    isBroken = isBroken || (isDamaged && records.line.indexOf('\ufffd') >= 0);
    Object[] texts = new Object[names.length];
    List others = new ArrayList();
    boolean[] isTaken = new boolean[header.size()];
    for (int i = 0; i < names.length && !isBroken; i++) {
      int place = kinds[i].equals("folder") ? -1 : find(header, names[i]);
      if (place < 0) continue;
      isTaken[place] = true;
      String text = (String) fields.get(place);
      if (text.isEmpty() || markers[i].contains(text)) continue;
      String plain = kinds[i].equals("number") ? dialect.number(text.trim()) : text;
      if (plain == null) others.add(pair((String) header.get(place), text));
      else texts[i] = UTF8String.fromString(plain);
    }
    for (int k = 0; k < isTaken.length && !isBroken; k++) {
      String text = (String) fields.get(k);
      if (!isTaken[k] && !text.isEmpty()) others.add(pair((String) header.get(k), text));
    }
    Object[] values = {
      UTF8String.fromString(records.line),
      Boolean.valueOf(isBroken),
      new GenericArrayData(texts),
      new GenericArrayData(others.toArray())
    };
    return new GenericInternalRow(values);
  }

  /** The field of that name; else the first that differs only in its case. */
  private static int find(List header, String name) {
    int exact = header.indexOf(name);
    if (exact >= 0) return exact;
    for (int i = 0; i < header.size(); i++) if (((String) header.get(i)).equalsIgnoreCase(name)) return i;
    return -1;
  }

  private List cutByWidth(String line) {
    List fields = new ArrayList();
    for (int i = 0; i < dialect.widths.length; i += 2) {
      int from = Math.min(line.length(), dialect.widths[i]);
      fields.add(line.substring(from, Math.min(line.length(), from + dialect.widths[i + 1])).trim());
    }
    return fields;
  }

  private static UTF8String pair(String name, String text) {
    return UTF8String.fromString(quoted(name) + ":" + quoted(text));
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    return json.append('"').toString();
  }

  private String decoded(byte[] bytes, boolean[] isDamaged) {
    Charset charset = Charset.forName(dialect.encoding);
    String text;
    try {
      text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException wrong) {
      isDamaged[0] = true;
      text = new String(bytes, charset);
    }
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static byte[] inflated(String path, byte[] content) {
    try {
      InputStream stored = new ByteArrayInputStream(content);
      if (path.endsWith(".gz")) return IOUtils.toByteArray(new GZIPInputStream(stored));
      if (path.endsWith(".zst")) return IOUtils.toByteArray(new com.github.luben.zstd.ZstdInputStream(stored));
      return content;
    } catch (IOException wrong) {
      throw new IllegalStateException(path + " is not a complete compressed file", wrong);
    }
  }
}
