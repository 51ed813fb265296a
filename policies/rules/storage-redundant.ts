import { judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const storageRedundant: Rule = {
  id: 'storage-redundant',
  level: 'error',
  pack: 'production',
  waivable: true,
  when: 'review',
  what: 'A storage account is redundant beyond one data centre: ZRS, GRS, RAGRS, GZRS or RAGZRS.',
  why: 'LRS keeps three copies under one roof, and a fire takes them all. A later move to zones replaces the account with everything in it. Checkov fails ZRS, which is fine.',
  remedy: 'Set account_replication_type to GRS, or to ZRS or GZRS where nothing is to be archived.',
  controls: ['Well-Architected RE:05', 'GDPR art. 32(1)(b)'],
  source: 'Azure Storage redundancy documentation; azurerm 4.55 provider source (replacement); Checkov CKV_AZURE_206',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_account'), ({ body }) =>
      judgeArguments(body, ['account_replication_type'], (redundancy) =>
        ['ZRS', 'GRS', 'RAGRS', 'GZRS', 'RAGZRS'].some((allowed) => allowed === redundancy)
          ? undefined
          : `account_replication_type is ${shown(redundancy)}, must be ZRS, GRS, RAGRS, GZRS or RAGZRS.`,
      ),
    ),
};
