import { undecided } from '../judge';
import { isExpression, parseReference } from '../../synthesized/references';
import { COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource } from '../../synthesized/stack';
import { read } from '../../synthesized/values';

const KEYS: Readonly<Record<string, string>> = {
  azurerm_storage_account: 'customer_managed_key.key_vault_key_id',
  azurerm_storage_account_customer_managed_key: 'key_vault_key_id',
  azurerm_storage_encryption_scope: 'key_vault_key_id',
  azurerm_synapse_workspace: 'customer_managed_key.key_versionless_id',
  azurerm_synapse_workspace_key: 'customer_managed_key_versionless_id',
};

export const cmkVersionless: Rule = {
  id: 'cmk-versionless',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Storage and Synapse name their customer-managed key without a version.',
  why: 'With a version they keep using the old key after a rotation: the audit sees a rotated key, the data never does, and the day the old version is disabled everything stops.',
  remedy: 'Use versionless_id of azurerm_key_vault_key, not id.',
  controls: ['CIS Azure 2.0.0: 3.12', 'Well-Architected SE:07'],
  source: 'azurerm 4.55 documentation; Azure Storage customer-managed keys documentation',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, ...Object.keys(KEYS)).filter(
        ({ type, body }) => read(body, ...(KEYS[type] ?? '').split('.')).kind !== 'absent',
      ),
      judge,
    ),
};

function judge({ type, body }: StackResource): Outcome {
  const argument = KEYS[type] ?? '';
  const found = read(body, ...argument.split('.'));
  const key = found.kind === 'literal' ? String(found.value) : found.kind === 'unresolved' ? found.expression : '';
  const attribute = parseReference(key)?.attribute;
  if (attribute !== undefined) {
    return attribute.endsWith('versionless_id')
      ? COMPLIANT
      : nonCompliant(`${argument} is ${key}, must be the versionless_id of the key.`);
  }
  if (isExpression(key)) return undecided(argument, key);
  return /\/keys\/[^/]+\/?$/.test(key)
    ? COMPLIANT
    : nonCompliant(`${argument} is ${key}, must end with the key's name.`);
}
