package medallion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Counts of rows that can be added up. Consists of JDK classes only, because Spark sends it from task to driver. */
public final class Counts {

  /** Counts keys beyond the limit: a source whose keys are values would fill the memory. */
  static final String OTHER = "*";

  private static final int MOST_KEYS = 10000;
  private static final int ROWS = Long.SIZE;
  private static final int QUARANTINED = ROWS + 1;
  private static final int RESCUED = ROWS + 2;

  /** Rows that fail each check by its bit, then all rows, quarantined rows and rows with rescued data. */
  private final long[] numbers = new long[RESCUED + 1];

  private final HashMap keys = new HashMap();
  private final ArrayList findings = new ArrayList();

  void row(long mask, boolean isQuarantined) {
    numbers[ROWS]++;
    if (mask == 0) return;
    if (isQuarantined) numbers[QUARANTINED]++;
    for (int bit = 0; bit < Long.SIZE; bit++) numbers[bit] += (mask >>> bit) & 1;
  }

  void rescued(Iterator names) {
    numbers[RESCUED]++;
    while (names.hasNext()) key((String) names.next(), 1);
  }

  void finding(String text) {
    findings.add(text);
  }

  private void key(String key, long times) {
    int named = keys.containsKey(OTHER) ? keys.size() - 1 : keys.size();
    String name = keys.containsKey(key) || named < MOST_KEYS ? key : OTHER;
    Long known = (Long) keys.get(name);
    keys.put(name, Long.valueOf((known == null ? 0 : known.longValue()) + times));
  }

  /** The argument of `add`. */
  Object[] parts() {
    return new Object[] {numbers, keys, findings};
  }

  void add(Object[] parts) {
    long[] more = (long[]) parts[0];
    for (int i = 0; i < numbers.length; i++) numbers[i] += more[i];
    for (Iterator each = ((Map) parts[1]).entrySet().iterator(); each.hasNext(); ) {
      Map.Entry entry = (Map.Entry) each.next();
      key((String) entry.getKey(), ((Long) entry.getValue()).longValue());
    }
    findings.addAll((List) parts[2]);
  }

  public long rows() {
    return numbers[ROWS];
  }

  public long quarantined() {
    return numbers[QUARANTINED];
  }

  public long rescued() {
    return numbers[RESCUED];
  }

  public long failed(int bit) {
    return numbers[bit];
  }

  /** Number of rows by key of the rescued data. */
  public Map keys() {
    return keys;
  }

  public List findings() {
    return findings;
  }
}
