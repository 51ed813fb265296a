/** Public stacks: a whole lake, the data-plane rights of its workspace, and an empty stack with state and provider. */
export { addStacks } from './add-stacks';
export { AzureStack } from './azure-stack';
export { LakehouseStack } from './lakehouse-stack';
export { loadLocks } from './load-locks';
export { WorkspaceAccessStack } from './workspace-access-stack';
