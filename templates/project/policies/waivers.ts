import type { Waiver } from 'medallion/policies';

/** Findings that are accepted, each with its reason, its owner and the day on which it ends. */
export const waivers: readonly Waiver[] = [];
