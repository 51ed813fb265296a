import type { Environment } from '../settings/environment';
import { tenantPools } from '../settings/tenants';
import { check, type Check } from './check';

/** Whether a network that keeps everything in has a way to the servers that are told of lineage. */
export function checkLineage({
  network,
  sparkPools,
  tenants = [],
  connections = {},
  sourceEndpoints = {},
}: Environment): readonly Check[] {
  if (network.posture === 'public' || !network.exfiltrationProtection) return [];
  const reached = Object.keys(sourceEndpoints).map((name) => hostOf(connections[name]?.url ?? ''));
  return [...sparkPools, ...tenantPools(tenants)].map(({ name, lineage }) =>
    check(
      `sparkPools.${name}.lineage`,
      lineage?.url,
      lineage === undefined || reached.includes(hostOf(lineage.url)),
      'with network.exfiltrationProtection a server of connections that has a private way in sourceEndpoints',
    ),
  );
}

/** The host of an address; what is no address has none. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
