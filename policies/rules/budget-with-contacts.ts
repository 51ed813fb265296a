import { isExpression, follow, pointsOutside } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';
import { blocks, strings } from '../../synthesized/values';
import type { JsonObject } from '../../shared/json';

export const budgetWithContacts: Rule = {
  id: 'budget-with-contacts',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'Every resource group has a monthly budget that tells someone when the forecast passes it.',
  why: 'A budget without contacts, or with thresholds on actual cost only, is read after the money is spent. A budget without any contact passes the provider and is refused by the service.',
  remedy:
    'Add azurerm_consumption_budget_resource_group with a notification of threshold_type Forecasted and contact_emails, contact_groups or contact_roles.',
  controls: ['Well-Architected CO:04', 'FinOps Framework: Budgeting'],
  source: 'azurerm 4.55 provider source; Azure Cost Management budgets documentation',
  evaluate: (stack) => forEach(resourcesOfType(stack, 'azurerm_resource_group'), (group) => judge(stack, group)),
};

function judge(stack: SynthesizedStack, group: StackResource): Outcome {
  // A filtered budget watches a part of the group only.
  const whole = resourcesOfType(
    stack,
    'azurerm_consumption_budget_resource_group',
    'azurerm_consumption_budget_subscription',
  ).filter(({ body }) => (blocks(body, 'filter') ?? []).length === 0);
  const own = whole.filter(
    ({ type, body }) => type.endsWith('_subscription') || follow(stack, body['resource_group_id']) === group,
  );

  if (own.some(({ body }) => (blocks(body, 'notification') ?? []).some(forecastReachesSomeone))) {
    return COMPLIANT;
  }
  const undecided = own.find(
    ({ body }) => blocks(body, 'notification') === undefined || (blocks(body, 'notification') ?? []).some(depends),
  );
  const elsewhere = whole.find(({ body }) => pointsOutside(stack, body['resource_group_id']));
  const unknown = undecided ?? elsewhere;
  if (unknown) {
    return cannotDecide(`What ${unknown.address} watches or whom it tells is known only to Terraform.`);
  }
  return nonCompliant(
    own.length === 0
      ? 'The resource group has no budget.'
      : `${own.map(({ address }) => address).join(', ')} tells nobody about the forecast.`,
  );
}

function forecastReachesSomeone(notification: JsonObject): boolean {
  return (
    notification['enabled'] !== false && notification['threshold_type'] === 'Forecasted' && contacts(notification) > 0
  );
}

/** Contacts of a notification; a reference to an action group counts as one. */
function contacts(notification: JsonObject): number {
  return ['contact_emails', 'contact_groups', 'contact_roles'].reduce(
    (sum, name) => sum + (strings(notification, name) ?? []).length,
    0,
  );
}

function depends(notification: JsonObject): boolean {
  return ['enabled', 'threshold_type', 'contact_emails', 'contact_groups', 'contact_roles'].some((name) =>
    isExpression(notification[name]),
  );
}
