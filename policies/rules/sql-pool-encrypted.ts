import { expectArguments } from '../expect';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const sqlPoolEncrypted: Rule = {
  id: 'sql-pool-encrypted',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'A dedicated SQL pool encrypts its data at rest.',
  why: 'Transparent data encryption of a Synapse pool is off unless it is asked for, unlike that of any other Azure database.',
  remedy: 'Set data_encrypted to true.',
  controls: ['CIS Azure 2.0.0: 4.1.5', 'Well-Architected SE:07', 'GDPR art. 32(1)(a)'],
  source: 'azurerm 4.55 provider source (default); Checkov CKV_AZURE_241',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_sql_pool'), ({ body }) =>
      expectArguments(body, [{ argument: 'data_encrypted', allowed: true, absentMeans: false }]),
    ),
};
