/** How the two rules about ends of support find their day; the facts are in `azure/end-of-support.ts`. */
import { END_OF_SUPPORT, type EndOfSupport } from '../azure/end-of-support';
import { read } from '../synthesized/values';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../synthesized/stack';
import { shown, undecided } from './judge';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Verdict } from './rule';

/** A move to another runtime takes a team a few quarters: tests on both, a pilot, then every lake. */
export const WARNING_MONTHS = 12;

export const COMMON = {
  pack: 'baseline',
  waivable: true,
  when: 'review',
  controls: ['Well-Architected SE:08', 'Well-Architected OE:05'],
  source: 'azure/end-of-support.ts, which names the page of each date',
} as const;

/** Judges every resource whose type has ends of support; `isDue` gets the day of the review. */
export function judged(
  stack: SynthesizedStack,
  today: string | undefined,
  isDue: (day: string, fact: EndOfSupport) => boolean,
): Verdict {
  const versions = new Map(END_OF_SUPPORT.map(({ type, argument }) => [type, argument]));
  const resources = [...versions.keys()].flatMap((type) => resourcesOfType(stack, type));
  return forEach(resources, (resource) => judge(resource, versions.get(resource.type) ?? '', today, isDue));
}

function judge(
  { type, body }: StackResource,
  argument: string,
  today: string | undefined,
  isDue: (day: string, fact: EndOfSupport) => boolean,
): Outcome {
  const value = read(body, argument);
  if (value.kind === 'unresolved') return undecided(argument, value.expression);
  if (today === undefined) return cannotDecide('The day of the review is not known.');
  const version = value.kind === 'literal' ? value.value : undefined;
  const fact = END_OF_SUPPORT.find((one) => one.type === type && one.version === String(version));
  if (fact === undefined) return cannotDecide(`No end of support is known for ${argument} ${shown(version)}.`);
  if (!isDue(today, fact)) return COMPLIANT;
  const tense = today > fact.ends ? 'ended' : 'ends';
  return nonCompliant(
    `Support of ${argument} ${shown(version)} ${tense} on ${fact.ends}; the successor is ${fact.successor}.`,
  );
}

/** The same day so many months before. */
export function warnsFrom(day: string): string {
  const [year = '', ...rest] = day.split('-');
  return [String(Number(year) - WARNING_MONTHS / 12), ...rest].join('-');
}
