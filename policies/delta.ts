/** The containers that hold Delta tables; `landing` holds raw files, which may be archived and may expire. */
export const DELTA_CONTAINERS = ['bronze', 'silver', 'gold', 'system'] as const;

/** `gold`, and `acme-gold` of a tenant. */
const HOLDS_DELTA = new RegExp(`^(?:[a-z0-9]+-)?(?:${DELTA_CONTAINERS.join('|')})$`);

export function holdsDelta(container: string): boolean {
  return HOLDS_DELTA.test(container);
}

/** Azure compares prefixes as text, so `s` reaches `silver/` and `system/`. */
export function reachesDelta(prefix: string): boolean {
  return (
    prefix.includes('_delta_log') ||
    (prefix.includes('/') && holdsDelta(prefix.slice(0, prefix.indexOf('/')))) ||
    DELTA_CONTAINERS.some((container) => `${container}/`.startsWith(prefix))
  );
}
