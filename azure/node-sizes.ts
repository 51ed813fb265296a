/** vCores of one memory-optimised node, by size (Azure Synapse Spark pool documentation). */
export const NODE_VCORES = { Small: 4, Medium: 8, Large: 16, XLarge: 32, XXLarge: 64, XXXLarge: 80 } as const;

export type NodeSize = keyof typeof NODE_VCORES;

/** Every size, the smallest first. */
export const NODE_SIZES = Object.keys(NODE_VCORES) as readonly NodeSize[];

/** vCores of a node; undefined for a size that Synapse does not have. */
export function nodeVcores(size: string | undefined): number | undefined {
  return isNodeSize(size) ? NODE_VCORES[size] : undefined;
}

function isNodeSize(text: string | undefined): text is NodeSize {
  return text !== undefined && Object.hasOwn(NODE_VCORES, text);
}
