import type { AccessSettings } from './settings/access';

/**
 * Identities of no real tenant: readable GUIDs that every check accepts and no directory knows. Replace them, and the
 * subscription ids of the environments, by your own before the first deployment; none of them is a secret.
 */
export const EXAMPLE_TENANT = '00000000-0000-4000-8000-0000000000aa';

export const EXAMPLE_GROUPS = {
  administrators: { name: 'lake-administrators', objectId: '00000000-0000-4000-8000-000000000001' },
  engineers: { name: 'lake-engineers', objectId: '00000000-0000-4000-8000-000000000002' },
  analysts: { name: 'lake-analysts', objectId: '00000000-0000-4000-8000-000000000003' },
  operators: { name: 'lake-operators', objectId: '00000000-0000-4000-8000-000000000004' },
  deployers: { name: 'lake-deployers', objectId: '00000000-0000-4000-8000-000000000005' },
  scientists: { name: 'lake-scientists', objectId: '00000000-0000-4000-8000-000000000006' },
  auditors: { name: 'lake-auditors', objectId: '00000000-0000-4000-8000-000000000007' },
} satisfies Omit<AccessSettings, 'engineersMayWrite'>;

/** Addresses reserved for documentation (RFC 5737), which no office has. */
export const EXAMPLE_OFFICE = { name: 'office', cidr: '203.0.113.0/24' };
