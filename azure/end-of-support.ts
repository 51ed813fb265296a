/** Versions of services whose support ends, with the day of the announcement. A version that is missing here has no announced end. */
export interface EndOfSupport {
  /** Type of the Terraform resource, and the argument that has the version. */
  readonly type: string;
  readonly argument: string;
  readonly version: string;
  /** `YYYY-MM-DD`: the last day with support. */
  readonly ends: string;
  /** What to move to, as far as Azure offers it. */
  readonly successor: string;
  readonly source: string;
}

const SYNAPSE_LIFECYCLE = 'Azure Synapse runtime for Apache Spark lifecycle, learn.microsoft.com (read 2026-11)';
const spark = { type: 'azurerm_synapse_spark_pool', argument: 'spark_version', source: SYNAPSE_LIFECYCLE } as const;

export const END_OF_SUPPORT: readonly EndOfSupport[] = [
  { ...spark, version: '3.4', ends: '2026-03-31', successor: 'Spark 3.5' },
  // Long-term support begins on 2027-11-01. There is no Synapse runtime for Spark 4.
  {
    ...spark,
    version: '3.5',
    ends: '2028-10-31',
    successor: 'Fabric Runtime 2.0 (Spark 4.1, Delta 4.2) or Databricks',
  },
];
