import { expectArguments } from '../expect';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const storageStaysInTenant: Rule = {
  id: 'storage-stays-in-tenant',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'A storage account cannot be replicated into another Entra tenant.',
  why: 'With it on, whoever may write a replication policy copies the lake into a directory that we do not control, object by object, without a download that a log would show.',
  remedy: 'Leave cross_tenant_replication_enabled at false.',
  controls: ['CIS Azure 2.1.0: 3.16', 'Well-Architected SE:06', 'GDPR art. 44'],
  source: 'azurerm 4.55 provider source (default false)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_account'), ({ body }) =>
      expectArguments(body, [{ argument: 'cross_tenant_replication_enabled', allowed: false, absentMeans: false }]),
    ),
};
