package medallion;

/** The text of a value in a JSON line. */
enum Token {
  TEXT,
  NUMBER,
  TRUE,
  FALSE,
  NULL,
  /** An array or an object, as its text in the line. */
  NESTED,
}
