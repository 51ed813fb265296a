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
  /** Why, at least 10 characters. Azure keeps none for these roles: it stands in the JSON, for whoever lists rights. */
  readonly reason: string;
  /** Exactly one of workspace and pool. */
  readonly scope: { readonly synapseWorkspaceId: string } | { readonly synapseSparkPoolId: string };
}
