/** The containers that hold Delta tables; `landing` holds raw files, which may be archived and may expire. */
export const DELTA_CONTAINERS = ['bronze', 'silver', 'gold', 'system'] as const;

/** Azure compares prefixes as text, so `s` reaches `silver/` and `system/`. */
export function reachesDelta(prefix: string): boolean {
  return (
    prefix.includes('_delta_log') ||
    DELTA_CONTAINERS.some((container) => `${container}/`.startsWith(prefix) || prefix.startsWith(`${container}/`))
  );
}
