import { judgeArguments, judgeBlocks } from '../judge';
import { isExpression, parseReference } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource } from '../../synthesized/stack';

export const diagnosticMetricsNamed: Rule = {
  id: 'diagnostic-metrics-named',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Metrics of storage services are named: Transaction or Capacity, not AllMetrics; and none by the deprecated metric block.',
  why: 'For storage, Azure answers AllMetrics with the two names: every plan shows a difference, and people stop reading plans.',
  remedy: 'List enabled_metric with category Transaction, and Capacity where it is wanted.',
  controls: ['Well-Architected OE:05', 'Well-Architected OE:07'],
  source: 'azurerm#17172; Azure Verified Module for storage, issues 331 and 380',
  evaluate: (stack) => forEach(resourcesOfType(stack, 'azurerm_monitor_diagnostic_setting'), judge),
};

function judge({ body }: StackResource): Outcome {
  const target = body['target_resource_id'];
  const reference = parseReference(target);
  const ofStorage =
    reference?.address.startsWith('azurerm_storage_account.') === true ||
    /\/(?:blob|file|queue|table)Services\/default$/.test(String(target));
  if (!ofStorage && reference === undefined && isExpression(target)) {
    return cannotDecide(`The target ${target} is known only to Terraform.`);
  }
  if (body['metric'] !== undefined) {
    return nonCompliant('The block metric is deprecated, must be enabled_metric.');
  }
  if (!ofStorage) return COMPLIANT;
  return judgeBlocks(body, 'enabled_metric', (metric) =>
    judgeArguments(metric, ['category'], (category) =>
      category === 'AllMetrics' ? 'enabled_metric is AllMetrics, must be Transaction or Capacity.' : undefined,
    ),
  );
}
