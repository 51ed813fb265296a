import { cannotDecide, nonCompliant, type Outcome, type ResourceVerdict, type Rule } from '../policies/rule';
import { argumentValues, unknownArguments } from './argument-values';
import type { SynthCheck } from './check';
import { fieldsTogether } from './fields-together';
import { knownMetrics } from './known-metrics';
import { oneLogRoute } from './one-log-route';
import { pipelineReferences } from './pipeline-references';
import { pipelineRoundTrip } from './pipeline-round-trip';
import { providerArguments } from './provider-arguments';

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
  {
    check: pipelineReferences,
    what: 'A pipeline refers to pipelines, datasets and linked services that its factory has.',
    why: 'Names inside of activities are text to everybody before the service, which refuses the pipeline in the middle of a deployment.',
    remedy: 'Make what is referred to in the same stack, or correct its name.',
  },
  {
    check: providerArguments,
    what: 'A resource has the arguments of its type, and all that it must have.',
    why: 'An override, a raw resource and JSON from elsewhere are typed by nobody: a misspelt argument is refused by Terraform, or leaves a default in force that nobody wanted.',
    remedy: 'Correct the name of the argument, or set the missing one.',
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
