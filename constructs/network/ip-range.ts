import type { IConstruct } from 'constructs';
import { requireThat } from '../base/checks';
import { dotted, parseCidr, touchesPrivate } from '../../azure/cidr';

/** One public IPv4 range, in the three forms that storage, Key Vault and Synapse want. */
export interface IpRange {
  readonly name: string;
  /** CIDR; a single address is written bare, because storage refuses /31 and /32. */
  readonly cidr: string;
  readonly first: string;
  readonly last: string;
}

/**
 * @throws ConfigurationError for what is no IPv4 range, for private ranges (a public firewall never sees them), for /31
 * and /32 (storage refuses them) and for ranges so wide that they are no firewall
 */
export function ipRange(scope: IConstruct, name: string, cidr: string): IpRange {
  const bounds = parseCidr(cidr);
  requireThat(scope, () => bounds !== undefined && bounds.bits >= 8 && bounds.bits !== 31 && !touchesPrivate(bounds), {
    setting: `allowed range ${name}`,
    value: cidr,
    allowed: 'a public IPv4 range from /8 to /30 that starts at its first address, or a single address without /32',
    remedy: 'Write the addresses as the internet sees them; private networks need a private endpoint.',
  });
  const { first, last } = bounds ?? { first: 0, last: 0 };
  return { name, cidr, first: dotted(first), last: dotted(last) };
}
