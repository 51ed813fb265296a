/** vCores of one node (Azure Synapse Spark pool documentation). */
export const NODE_VCORES: Readonly<Record<string, number>> = {
  Small: 4,
  Medium: 8,
  Large: 16,
  XLarge: 32,
  XXLarge: 64,
  XXXLarge: 80,
};
