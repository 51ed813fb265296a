import { rules } from './rules';

/** Each pack holds the one before it, and more. */
export const PACK_NAMES = ['baseline', 'production', 'regulated'] as const;
export type PackName = (typeof PACK_NAMES)[number];

/** What a lake costs or risks more to lose than a trial does: not asked of a place where people try things out. */
const FROM_PRODUCTION_ON: readonly string[] = ['stateful-locked', 'stateful-prevent-destroy', 'storage-redundant'];

/** What a regulator asks for and others may leave: keys of one's own, and no public endpoint at all. */
const REGULATED_ONLY: readonly string[] = ['customer-managed-keys', 'log-retention', 'no-public-endpoints'];

const inBaseline = (id: string): boolean => !FROM_PRODUCTION_ON.includes(id) && !REGULATED_ONLY.includes(id);

/** Ids of the rules of each pack, in the order of the catalogue. */
export const packs: Readonly<Record<PackName, readonly string[]>> = {
  baseline: rules.map(({ id }) => id).filter(inBaseline),
  production: rules.map(({ id }) => id).filter((id) => !REGULATED_ONLY.includes(id)),
  regulated: rules.map(({ id }) => id),
};

/** Findings that nobody may accept where real people's data lies: each one opens the lake or loses it. */
export const UNWAIVABLE_IN_PROD: readonly string[] = [
  'storage-entra-id-only',
  'storage-encrypted-transport',
  'storage-network-default-deny',
  'delta-containers-never-archived',
  'delta-containers-never-expire',
  'remote-state-backend',
  'role-assignment-container-scope',
  'role-assignment-least-privilege',
  'key-vault-network-default-deny',
  'synapse-firewall-range',
  'synapse-entra-only',
  'key-vault-protected',
  'no-secret-literals',
  'stateful-locked',
  'tenant-isolation',
];

/** By the first word of an environment's name, so that `prod-eu` is held to what `prod` is. */
const PACK_BY_ENVIRONMENT: Readonly<Record<string, PackName>> = {
  dev: 'baseline',
  staging: 'production',
  prod: 'production',
};

/** The pack of an environment. One that nobody has placed is held to every rule: leaving one out is a decision. */
export function packOf(environment: string): PackName {
  return PACK_BY_ENVIRONMENT[environment.split('-')[0] ?? ''] ?? 'regulated';
}

/** Whether a rule speaks in an environment. Rules that are not ours are in no pack and speak everywhere. */
export function appliesIn(rule: string, environment: string): boolean {
  return !packs.regulated.includes(rule) || packs[packOf(environment)].includes(rule);
}

/** Whether a waiver of this rule is void there. */
export function isUnwaivable(rule: string, environment: string): boolean {
  return environment.split('-')[0] === 'prod' && UNWAIVABLE_IN_PROD.includes(rule);
}
