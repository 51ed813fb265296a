/**
 * The one Spark runtime of Synapse that is still supported: Java 17, Python 3.11, Delta 3.2. Support of 3.4 ended on
 * 2026-03-31 (Azure Synapse runtime life cycle).
 */
export const SPARK_VERSION = '3.5';
