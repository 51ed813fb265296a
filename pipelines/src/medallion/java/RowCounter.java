package medallion;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Counts the rows of one write in the tasks that write them.
 *
 * Each task adds its counts to an accumulator when it ends. Without a shuffle Spark counts each partition once, from
 * the task that succeeded. (The class is not an accumulator itself, because Spark would not find it in its class
 * loader.)
 */
public final class RowCounter implements Serializable, TaskCompletionListener {

  private static final int LONGEST_KEY = 128;
  private static final JsonFactory FACTORY = new JsonFactory().enable(JsonParser.Feature.ALLOW_UNQUOTED_CONTROL_CHARS);

  private final CollectionAccumulator finished;
  /** Bits of the checks that quarantine a row. */
  private final long errors;

  private transient Counts counts;

  public RowCounter(CollectionAccumulator finished, long errors) {
    this.finished = finished;
    this.errors = errors;
  }

  /** Counts a row and returns its mask: evaluating the mask counts the row. */
  public long count(long mask, UTF8String rescued, UTF8String finding) {
    if (counts == null) begin();
    counts.row(mask, (mask & errors) != 0);
    if (rescued != null) counts.rescued(keys(rescued.toString()));
    if (finding != null) counts.finding(finding.toString());
    return mask;
  }

  private void begin() {
    counts = new Counts();
    TaskContext task = TaskContext.get();
    if (task != null) task.addTaskCompletionListener(this);
  }

  @Override
  public void onTaskCompletion(TaskContext task) {
    finished.add(counts.parts());
  }

  /** Counts of all tasks, and of rows that the driver computed itself. */
  public Counts counts() {
    Counts all = new Counts();
    if (counts != null) all.add(counts.parts());
    for (Iterator each = finished.value().iterator(); each.hasNext(); ) all.add((Object[]) each.next());
    return all;
  }

  private static Iterator keys(String object) {
    HashSet found = new HashSet();
    try {
      JsonParser parser = FACTORY.createParser(object);
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.getCurrentName();
        found.add(key.substring(0, Math.min(key.length(), LONGEST_KEY)));
        parser.nextToken();
        parser.skipChildren();
      }
      parser.close();
    } catch (IOException unreadable) {
      found.add(Counts.OTHER);
    }
    return found.iterator();
  }
}
