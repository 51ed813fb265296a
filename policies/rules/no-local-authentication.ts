import { expectArguments } from '../expect';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const noLocalAuthentication: Rule = {
  id: 'no-local-authentication',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'Log Analytics workspaces and automation accounts take Entra ID sign-ins only.',
  why: 'Both have shared keys that are on by default: with the one anybody forges log entries, with the other anybody registers a worker that runs our runbooks.',
  remedy: 'Set local_authentication_enabled to false.',
  controls: ['Well-Architected SE:05', 'Well-Architected SE:10'],
  source: 'azurerm 4.55 provider source (defaults)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_log_analytics_workspace', 'azurerm_automation_account'), ({ body }) =>
      expectArguments(body, [{ argument: 'local_authentication_enabled', allowed: false, absentMeans: true }]),
    ),
};
