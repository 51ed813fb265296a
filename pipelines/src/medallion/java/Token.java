package medallion;

/** What stands in a JSON line for a value. */
enum Token {
  TEXT,
  NUMBER,
  TRUE,
  FALSE,
  NULL,
  /** An array or an object, as it stands in the line. */
  NESTED,
}
