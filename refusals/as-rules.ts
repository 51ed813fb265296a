import { cannotDecide, nonCompliant, type Outcome, type ResourceVerdict, type Rule } from '../policies/rule';
import { argumentValues, unknownArguments } from './argument-values';
import type { SynthCheck } from './check';
import { fieldsTogether } from './fields-together';
import { knownMetrics } from './known-metrics';
import { oneLogRoute } from './one-log-route';
import { pipelineRoundTrip } from './pipeline-round-trip';

interface Told {
  readonly check: SynthCheck;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

const TOLD: readonly Told[] = [
  {
    check: argumentValues,
    what: 'Every argument with a closed list or a range of values has one of them.',
    why: 'The bindings type each as text or a number, so that a wrong value is found by the provider, in the middle of an apply, or by nobody.',
    remedy: 'Take one of the allowed values.',
  },
  {
    check: fieldsTogether,
    what: 'Arguments that Azure takes only together, or only one of, are set so.',
    why: 'Each argument alone is right, so that no schema finds the pair; the service refuses it or ignores half of it.',
    remedy: 'Set the arguments as the message names them.',
  },
  {
    check: knownMetrics,
    what: 'A metric alert names a metric that its namespace has.',
    why: 'An alert on a metric that does not exist is accepted by everybody before the service, and never fires.',
    remedy: 'Take a metric of the namespace.',
  },
  {
    check: oneLogRoute,
    what: 'A log category of a resource is sent to one workspace once.',
    why: 'Azure refuses a second setting with the same category and destination, after the first half of the deployment.',
    remedy: 'Take the category out of one of the settings.',
  },
  {
    check: pipelineRoundTrip,
    what: 'The provider writes back the activities of a pipeline as they were written.',
    why: 'What it does not know it drops, and what it adds is a change in every plan for ever.',
    remedy: 'Write the activity as the provider writes it back.',
  },
];

/**
 * The refusals of a synthesis that are not policies already, as rules: JSON that was not synthesized here, or was changed
 * afterwards, is judged by all that a synthesis knows.
 */
export const synthRules: readonly Rule[] = TOLD.map(({ check, what, why, remedy }) => ({
  id: check.id,
  level: 'error',
  pack: 'baseline',
  // What Azure refuses cannot be waived: a synthesis would have failed on it.
  waivable: false,
  when: 'synth',
  what,
  why,
  remedy,
  controls: ['Well-Architected OE:05'],
  source: 'azurerm 4.55 provider source; documentation of the services',
  evaluate: (stack) => {
    const violations = check.find(stack);
    const unknown = check === argumentValues ? unknownArguments(stack) : [];
    if (violations.length + unknown.length === 0) return 'not-applicable';
    const verdict = (path: string, outcome: Outcome): ResourceVerdict => {
      const address = stack.resources.find((resource) => resource.path === path)?.address ?? path;
      return { resource: { address, path }, outcome };
    };
    return [
      ...violations.map(({ path, message }) => verdict(path, nonCompliant(message))),
      ...unknown.map(({ path, message }) => verdict(path, cannotDecide(message))),
    ];
  },
}));
