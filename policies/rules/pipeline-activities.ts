import { isActivityType } from '../../azure/activity-types';
import { judgePipelines, nameOf, type Scope } from '../activities';
import { outcomeOf } from '../judge';
import { nonCompliant, type Rule } from '../rule';

export const pipelineActivities: Rule = {
  id: 'pipeline-activities',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'activities_json is an array of activities, each with a name of its own and a type that the provider knows.',
  why: 'It is text that neither validate nor plan reads. An object in place of the array crashes the provider and everything in flight; an unknown type is sent mangled; a doubled name fails late.',
  remedy: 'Write an array, name each activity once, and use a type of the list, for example SparkJob.',
  controls: ['Well-Architected OE:05'],
  source: 'azurerm 4.55 provider source; apply of wrong settings',
  evaluate: (stack) =>
    judgePipelines(
      stack,
      (scope) => outcomeOf(problem(scope)),
      nonCompliant('activities_json is no array of activities: the provider crashes on it.'),
    ),
};

function problem(scope: Scope): string | undefined {
  const names = scope.map(nameOf);
  const odd = scope.find(
    (activity) => typeof activity['name'] !== 'string' || !isActivityType(String(activity['type'])),
  );
  if (odd) return `Activity ${nameOf(odd)} has type ${String(odd['type'])}: name and type must be known.`;
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice && `Activity ${twice} is there twice, names must differ.`;
}
