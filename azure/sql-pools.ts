/** Sizes of a dedicated SQL pool, the smallest first (Azure Synapse service levels). */
export const SQL_POOL_SKUS: readonly string[] = [
  ...[100, 200, 300, 400, 500, 1000, 1500, 2000, 2500, 3000, 5000, 6000, 7500, 10_000, 15_000, 30_000],
].map((units) => `DW${String(units)}c`);
