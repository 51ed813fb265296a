import { undecided } from '../judge';
import { follow, pointsOutside } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';
import { blocks, read, strings } from '../../synthesized/values';

export const logCapAlert: Rule = {
  id: 'log-cap-alert',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'A Log Analytics workspace has a daily cap, and an alert that fires when the cap is reached.',
  why: 'Without a cap one chatty job writes a bill of thousands over a weekend. With a cap and no alert, logs and every alert built on them go blind until midnight, in silence.',
  remedy: 'Set daily_quota_gb, and add a log alert on _LogOperation (OverQuota) scoped to the workspace.',
  controls: ['Well-Architected CO:04', 'Well-Architected SE:10'],
  source: 'Azure Monitor daily cap documentation; azurerm 4.55 provider source (default -1)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_log_analytics_workspace'), (workspace) => judge(stack, workspace)),
};

function judge(stack: SynthesizedStack, workspace: StackResource): Outcome {
  const cap = read(workspace.body, 'daily_quota_gb');
  if (cap.kind === 'unresolved') return undecided('daily_quota_gb', cap.expression);
  if (cap.kind === 'absent' || Number(cap.value) <= 0) {
    return nonCompliant('daily_quota_gb is not set: ingestion has no limit.');
  }
  const alerts = resourcesOfType(stack, 'azurerm_monitor_scheduled_query_rules_alert_v2').filter(({ body }) =>
    (blocks(body, 'criteria') ?? []).some(({ query }) => /_LogOperation|\bUsage\b/.test(String(query))),
  );
  const scopes = alerts.flatMap(({ body }) => strings(body, 'scopes') ?? [String(body['scopes'])]);
  if (scopes.some((scope) => follow(stack, scope) === workspace)) return COMPLIANT;
  return scopes.some((scope) => pointsOutside(stack, scope))
    ? cannotDecide('Which workspace the alert on the cap watches is known only to Terraform.')
    : nonCompliant(`No alert tells when the cap of ${String(cap.value)} GB a day is reached.`);
}
