/** What a line of a bill pays for, in the words of an estimate. Bills name services and products, never our components. */
import type { Component } from '../charge';
import type { BillLine } from './bill';

const FEES = /early delete|data retrieval/;

/** Undefined for what no estimate of a lake has: a virtual machine, a support plan, a marketplace offer. */
export function componentOf({ service, product, meter, resourceId }: BillLine): Component | undefined {
  const [what, of, by] = [service, product, meter].map((text) => text.toLowerCase());
  if (what === undefined || of === undefined || by === undefined) return undefined;
  if (what.includes('synapse') || resourceId.includes('/microsoft.synapse/')) {
    if (of.includes('spark') || by === 'vcore' || resourceId.includes('/bigdatapools/')) return 'spark';
    if (of.includes('serverless sql') || by.includes('data processed')) return 'serverless sql';
    if (of.includes('pipelines')) return 'orchestration';
    return 'dedicated sql';
  }
  if (what.includes('data factory')) return 'orchestration';
  if (what === 'event grid' || what === 'automation') return 'orchestration';
  if (what === 'storage' || resourceId.includes('/microsoft.storage/')) {
    if (what.includes('defender')) return 'security';
    return /data stored|capacity/.test(by) ? 'storage capacity' : 'storage operations';
  }
  if (/log analytics|azure monitor|application insights/.test(what)) return 'observability';
  if (/key vault|defender|security center|sentinel/.test(what)) return 'security';
  if (/virtual network|private link|bandwidth|dns|vpn|load balancer/.test(what)) return 'network';
  return undefined;
}

/** What tiering costs besides capacity: moves into a cooler tier, reading from it, leaving it early. */
export function isTierFee({ tier, meter }: BillLine): boolean {
  const by = meter.toLowerCase();
  return FEES.test(by) || (tier !== '' && tier !== 'hot' && by.includes('write operations'));
}

/** How many of our units one unit of a bill is: `10K` are 10,000 operations, `100 Hours` a hundred. */
export function unitsIn(unit: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([KM])?\b/i.exec(unit);
  if (match === null) return 1;
  const scale = { k: 1e3, m: 1e6 }[(match[2] ?? '').toLowerCase()] ?? 1;
  return Number(match[1]) * scale;
}
