import type { Grantee } from './grantee';

/** Roles inside Synapse (azurerm 4.55 source). */
export const SYNAPSE_ROLES = [
  'Apache Spark Administrator',
  'Synapse Administrator',
  'Synapse Artifact Publisher',
  'Synapse Artifact User',
  'Synapse Compute Operator',
  'Synapse Contributor',
  'Synapse Credential User',
  'Synapse Linked Data Manager',
  'Synapse Monitoring Operator',
  'Synapse SQL Administrator',
  'Synapse User',
] as const;
export type SynapseRole = (typeof SYNAPSE_ROLES)[number];

export interface SynapseGrantProps {
  readonly role: SynapseRole;
  readonly grantee: Grantee;
  /** Exactly one of workspace and pool. */
  readonly scope: { readonly synapseWorkspaceId: string } | { readonly synapseSparkPoolId: string };
}
