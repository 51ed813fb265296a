/** Bounds of a Synapse Spark pool (Azure Synapse Spark pool documentation; azurerm 4.55 provider source). */

/** A head node and two workers are the least that Synapse starts. */
export const NODE_RANGE = { min: 3, max: 200 } as const;

/** Minutes after the last job. */
export const AUTO_PAUSE_MINUTES = { min: 5, max: 10_080 } as const;
