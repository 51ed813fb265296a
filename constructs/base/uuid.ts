import { createHash } from 'node:crypto';

/**
 * A UUID made of a text (version 5 of RFC 9562, without a namespace): the same text gives the same id on every machine,
 * where Azure wants an id for a name and a synth may not draw one.
 */
export function uuidOf(text: string): string {
  const hex = createHash('sha1').update(text).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
