import { judgePipelines, nameOf, type Scope } from '../activities';
import { isJsonArray, isJsonObject, type JsonObject } from '../../shared/json';
import { outcomeOf } from '../judge';
import type { Rule } from '../rule';

const CONDITIONS: readonly unknown[] = ['Succeeded', 'Failed', 'Skipped', 'Completed'];

export const pipelineDependencies: Rule = {
  id: 'pipeline-dependencies',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Each dependsOn names an activity of the same pipeline or branch, with a condition that exists, and none waits for itself.',
  why: 'A misspelt name is refused by the service only. A condition left out, or a circle, is a step that never runs while the run looks fine.',
  remedy: 'Name an activity beside it, with dependencyConditions such as ["Succeeded"].',
  controls: ['Well-Architected OE:05', 'Well-Architected RE:10'],
  source: 'azurerm 4.55 apply of wrong settings; Azure Data Factory pipelines documentation',
  evaluate: (stack) => judgePipelines(stack, (scope) => outcomeOf(problem(scope))),
};

function problem(scope: Scope): string | undefined {
  const names = scope.map(nameOf);
  for (const activity of scope) {
    for (const { to, conditions } of dependencies(activity)) {
      if (!names.includes(to)) return `${nameOf(activity)} depends on ${to}, must be one of: ${names.join(', ')}.`;
      if (conditions.length === 0 || !conditions.every((one) => CONDITIONS.includes(one))) {
        return `${nameOf(activity)} waits for ${to} [${conditions.join(', ')}], must be ${CONDITIONS.join(', ')}.`;
      }
    }
  }
  const caught = scope.find((activity) => reaches(scope, nameOf(activity), nameOf(activity), new Set()));
  return caught && `${nameOf(caught)} waits for itself.`;
}

function dependencies(
  activity: JsonObject,
): readonly { readonly to: string; readonly conditions: readonly string[] }[] {
  const list = activity['dependsOn'];
  return (isJsonArray(list) ? list : []).filter(isJsonObject).map((one) => {
    const conditions = one['dependencyConditions'];
    return { to: String(one['activity']), conditions: (isJsonArray(conditions) ? conditions : []).map(String) };
  });
}

function reaches(scope: Scope, from: string, goal: string, seen: Set<string>): boolean {
  const activity = scope.find((one) => nameOf(one) === from);
  return (activity ? dependencies(activity) : []).some(({ to }) => {
    if (to === goal) return true;
    if (seen.has(to)) return false;
    seen.add(to);
    return reaches(scope, to, goal, seen);
  });
}
