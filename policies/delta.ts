/** The containers that hold Delta tables; `landing` holds raw files, which may be archived and may expire. */
export const DELTA_CONTAINERS = ['bronze', 'silver', 'gold', 'system'] as const;

/** A container of one tenant: `acme-gold/`. */
const OF_A_TENANT = new RegExp(`^[a-z0-9]+-(?:${DELTA_CONTAINERS.join('|')})/`);

/** Azure compares prefixes as text, so `s` reaches `silver/` and `system/`. */
export function reachesDelta(prefix: string): boolean {
  return (
    prefix.includes('_delta_log') ||
    OF_A_TENANT.test(prefix) ||
    DELTA_CONTAINERS.some((container) => `${container}/`.startsWith(prefix) || prefix.startsWith(`${container}/`))
  );
}
