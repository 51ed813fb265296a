/** Public functions over contracts: load and validate them, compile the manifest that the jobs read, derive the table graph. */
export { compileManifest, serializeManifest } from './compile';
export type * from './contract';
export { ContractError, type Finding } from './findings';
export { tableGraph, upstreamOf, type TableEdge, type TableGraph } from './graph';
export { loadContracts } from './load';
export type { Manifest } from './manifest';
