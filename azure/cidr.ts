/** An IPv4 range as numbers. */
export interface CidrBlock {
  readonly first: number;
  readonly last: number;
  /** Length of the prefix; 32 for a single address. */
  readonly bits: number;
}

/** Private ranges (RFC 1918). */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const;

/** Undefined for what is no IPv4 range, does not start at its first address, or writes a single address as /32. */
export function parseCidr(cidr: string): CidrBlock | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(cidr);
  const octets = match?.slice(1, 5).map(Number) ?? [];
  const bits = match?.[5] === undefined ? 32 : Number(match[5]);
  if (match === null || octets.some((octet) => octet > 255) || bits > 32 || match[5] === '32') return undefined;
  const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - bits);
  return first % size === 0 ? { first, last: first + size - 1, bits } : undefined;
}

/** Whether any address of the block is private. */
export function touchesPrivate({ first, last }: CidrBlock): boolean {
  return PRIVATE_RANGES.some((range) => {
    const reserved = parseCidr(range);
    return reserved !== undefined && first <= reserved.last && last >= reserved.first;
  });
}

/** Whether every address of the block is private. */
export function isPrivate({ first, last }: CidrBlock): boolean {
  return PRIVATE_RANGES.some((range) => {
    const reserved = parseCidr(range);
    return reserved !== undefined && first >= reserved.first && last <= reserved.last;
  });
}

/** The two halves of a block. */
export function halvesOf({ first, last, bits }: CidrBlock): readonly [string, string] {
  const middle = first + (last - first + 1) / 2;
  return [`${dotted(first)}/${String(bits + 1)}`, `${dotted(middle)}/${String(bits + 1)}`];
}

export function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
