import type { IConstruct } from 'constructs';
import { requireThat } from '../checks';

/** One public IPv4 range, in the three forms that storage, Key Vault and Synapse want. */
export interface IpRange {
  readonly name: string;
  /** CIDR; a single address is written bare, because storage refuses /31 and /32. */
  readonly cidr: string;
  readonly first: string;
  readonly last: string;
}

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const;

/**
 * @throws ConfigurationError for what is no IPv4 range, for private ranges (a public firewall never sees them), for /31
 * and /32 (storage refuses them) and for ranges so wide that they are no firewall
 */
export function ipRange(scope: IConstruct, name: string, cidr: string): IpRange {
  const bounds = boundsOf(cidr);
  requireThat(scope, () => bounds !== undefined && bounds.bits >= 8 && bounds.bits !== 31 && !isPrivate(bounds), {
    setting: `allowed range ${name}`,
    value: cidr,
    allowed: 'a public IPv4 range from /8 to /30 that starts at its first address, or a single address without /32',
    remedy: 'Write the addresses as the internet sees them; private networks need a private endpoint.',
  });
  const { first, last } = bounds ?? { first: 0, last: 0 };
  return { name, cidr, first: dotted(first), last: dotted(last) };
}

interface Bounds {
  readonly first: number;
  readonly last: number;
  readonly bits: number;
}

function boundsOf(cidr: string): Bounds | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(cidr);
  const octets = match?.slice(1, 5).map(Number) ?? [];
  const bits = match?.[5] === undefined ? 32 : Number(match[5]);
  if (match === null || octets.some((octet) => octet > 255) || bits > 32 || match[5] === '32') return undefined;
  const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - bits);
  return first % size === 0 ? { first, last: first + size - 1, bits } : undefined;
}

function isPrivate({ first, last }: Bounds): boolean {
  return PRIVATE_RANGES.some((range) => {
    const reserved = boundsOf(range);
    return reserved !== undefined && first <= reserved.last && last >= reserved.first;
  });
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
