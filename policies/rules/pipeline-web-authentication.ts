import { judgeActivities, nameOf } from '../activities';
import { objectAt } from '../../shared/json';
import type { Rule } from '../rule';
import { strings } from '../../synthesized/values';

export const pipelineWebAuthentication: Rule = {
  id: 'pipeline-web-authentication',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A WebActivity or WebHook with authentication stands in a pipeline whose activities_json Terraform ignores.',
  why: 'This version of the provider never comes to rest on it: every plan of every day shows a change, and the real one drowns.',
  remedy:
    'Set lifecycle.ignore_changes = ["activities_json"] with a replace_triggered_by, or make the call from Automation.',
  controls: ['Well-Architected OE:05'],
  source: 'azurerm 4.55 apply and second plan',
  evaluate: (stack) =>
    judgeActivities(stack, (activity, pipeline) => {
      const calls = activity['type'] === 'WebActivity' || activity['type'] === 'WebHook';
      const ignored = strings(objectAt(pipeline, 'lifecycle'), 'ignore_changes') ?? [];
      return calls &&
        objectAt(activity, 'typeProperties')['authentication'] !== undefined &&
        !ignored.includes('activities_json')
        ? `${nameOf(activity)} has authentication, which is a permanent difference.`
        : undefined;
    }),
};
