/** Where a bronze row came from; silver may read it. What was rescued may be personal, and stays in bronze. */
export const INGESTION_COLUMNS = [
  '_source',
  '_source_file',
  '_source_offset',
  '_batch_id',
  '_run_id',
  '_release_id',
  '_ingested_at',
];
